package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Factors of squared distances in exponents move into the points. */
class ScaleExponentsTest {
    @Test
    void valuesStayTheSameUpToRounding() {
        RandomPrograms.assertKeepsValues(new ScaleExponents(false), 1e-10);
        RandomPrograms.assertKeepsValues(new ScaleExponents(true), 1e-10);
    }

    @Test
    void exponentsOfSquaredDistancesAreScaled() {
        boolean[] isScaled = new boolean[1];
        RandomPrograms.each((_, program) -> isScaled[0] |= !new ScaleExponents(false).apply(program).equals(program));
        assertTrue(isScaled[0]);
    }

    @Test
    void onceIsEnough() {
        RandomPrograms.assertIsIdempotent(new ScaleExponents(false));
    }
}
