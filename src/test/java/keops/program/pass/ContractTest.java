package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.program.Program;
import keops.program.ProgramBuilder;
import keops.program.Scalar;
import keops.program.Stage;
import org.junit.jupiter.api.Test;

/** Sums of products become fused multiply-adds. */
class ContractTest {
    @Test
    void valuesStayTheSameUpToRounding() {
        for (Contract contract : List.of(Contract.all(), Contract.afterFirst(), Contract.ofPowers())) {
            RandomPrograms.assertKeepsValues(contract, 1e-10);
        }
    }

    @Test
    void onceIsEnough() {
        RandomPrograms.assertIsIdempotent(Contract.all());
    }

    @Test
    void thereIsNeverMoreToDo() {
        RandomPrograms.each((seed, program) -> assertTrue(
                Contract.all().apply(program).operationsPerPair() <= program.operationsPerPair(), "seed " + seed));
    }

    /** x y + z, and x y where it is an output too. */
    private static Program product(boolean isOutput) {
        var builder = ProgramBuilder.unlimited();
        int product = builder.multiply(builder.load(0, 0, Stage.ROW), builder.load(1, 0, Stage.COLUMN));
        int sum = builder.add(product, builder.load(1, 1, Stage.COLUMN));
        return builder.build(isOutput ? List.of(product, sum) : List.of(sum));
    }

    private static long fused(Contract contract, Program program) {
        return contract.apply(program).values().stream().filter(Scalar.Fma.class::isInstance).count();
    }

    @Test
    void aProductWithOtherUsesIsFusedOnlyWhereTheyAreApart() {
        assertEquals(1, fused(Contract.all(), product(false)));
        assertEquals(0, fused(Contract.all(), product(true)));
        assertEquals(1, fused(Contract.afterFirst(), product(true)));
        assertEquals(1, fused(Contract.ofPowers(), product(true)));
    }

    /** -(a a + b b), as an exponent that is made relative: it stays one value for both uses. */
    @Test
    void aNegatedSumOfSquaresIsNotComputedTwice() {
        var builder = ProgramBuilder.unlimited();
        int a = builder.subtract(builder.load(0, 0, Stage.ROW), builder.load(1, 0, Stage.COLUMN));
        int b = builder.subtract(builder.load(0, 1, Stage.ROW), builder.load(1, 1, Stage.COLUMN));
        int exponent = builder.negate(builder.add(builder.multiply(a, a), builder.multiply(b, b)));
        Program program = builder.build(
                List.of(exponent, builder.add(exponent, builder.add(new Scalar.Supplied(0, Stage.ROW)))));
        assertEquals(Contract.all().apply(program), Contract.ofPowers().apply(program));
    }
}
