package keops.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A seed and a number make one case, whatever was drawn before: else a failure could not be run again. */
class CaseDrawTest {
    @Test
    void aCaseDependsOnSeedAndNumberOnly() {
        for (long number = 300; number > 0; number -= 7) {
            String first = text(number);
            CaseDraw.draw(2, number);
            assertEquals(first, text(number));
        }
    }

    private static String text(long number) {
        RandomCase c = CaseDraw.draw(1, number);
        return CaseText.of(c) + c.sizeI() + " " + c.sizeJ();
    }
}
