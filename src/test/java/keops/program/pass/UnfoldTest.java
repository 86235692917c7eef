package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keops.program.Scalar;
import org.junit.jupiter.api.Test;

/** Short loops are written out. */
class UnfoldTest {
    private static final Unfold ALL = new Unfold(5);

    @Test
    void termsAreAddedInTheSameOrder() {
        RandomPrograms.assertKeepsValues(ALL, 0);
    }

    @Test
    void noShortLoopIsLeftAndLongOnesStay() {
        RandomPrograms.each((seed, program) -> {
            assertTrue(ALL.apply(program).values().stream().noneMatch(Scalar.Fold.class::isInstance), "seed " + seed);
            assertEquals(program, new Unfold(4).apply(program), "seed " + seed);
        });
    }

    @Test
    void onceIsEnough() {
        RandomPrograms.assertIsIdempotent(ALL);
    }
}
