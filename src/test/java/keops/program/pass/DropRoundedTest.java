package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertTrue;

import keops.program.Scalar;
import keops.program.UnaryFunction;
import org.junit.jupiter.api.Test;

/** Marks of rounded values are taken out, which changes no bit. */
class DropRoundedTest {
    @Test
    void valuesHaveTheSameBits() {
        RandomPrograms.assertKeepsValues(new DropRounded(), 0);
    }

    @Test
    void noMarkIsLeft() {
        RandomPrograms.each((seed, program) -> assertTrue(new DropRounded().apply(program).values().stream()
                .noneMatch(value -> value instanceof Scalar.Unary(UnaryFunction function, int _)
                        && function == UnaryFunction.ROUNDED), "seed " + seed));
    }

    @Test
    void onceIsEnough() {
        RandomPrograms.assertIsIdempotent(new DropRounded());
    }
}
