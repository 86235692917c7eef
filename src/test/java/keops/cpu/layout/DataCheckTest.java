package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelShape;
import keops.program.BinaryFunction;
import keops.program.Staged;
import keops.program.UnaryFunction;
import org.junit.jupiter.api.Test;

/** Fast kernels run where packed data is moderate, and not positive where it must not be. */
class DataCheckTest {
    private static final KernelShape SHAPE = KernelShape.of(ElementKind.FLOAT, 128, 1, 2, 0, 0);
    private static final float LIMIT = 1 << 30;

    private final Programs program = new Programs();

    /** exp(p |x - y|^2 + a supplied value). */
    private DataCheck check() {
        int exponent = program.of(BinaryFunction.MULTIPLY, program.squaredDistance(2), program.parameter(0));
        int shifted = program.of(BinaryFunction.ADD, exponent, program.supplied(0));
        Staged staged = program.staged(program.of(UnaryFunction.EXP, shifted));
        return new DataCheck(staged, FastExponents.of(staged), SHAPE, staged.rows().size());
    }

    @Test
    void parametersMustBeModerateAndNotPositive() {
        DataCheck check = check();
        assertTrue(check.parameters(new float[] {-1}));
        assertTrue(check.parameters(new float[] {0}));
        assertTrue(check.parameters(new float[] {-LIMIT}));
        assertFalse(check.parameters(new float[] {1}));
        assertFalse(check.parameters(new float[] {-2 * LIMIT}));
        assertFalse(check.parameters(new float[] {Float.NaN}));
        assertTrue(check.parameters(new double[] {-1}));
        assertFalse(check.parameters(new double[] {1}));
    }

    @Test
    void rowsMustBeModerateButForWhatIsSupplied() {
        DataCheck check = check();
        // Four lanes of two components, then those of the supplied value; all of this for the second block.
        float[] rows = new float[24];
        Arrays.fill(rows, 0, 12, Float.NaN);
        Arrays.fill(rows, 20, 24, Float.NaN);
        assertTrue(check.block(rows, 12));
        assertFalse(check.block(rows, 0));
        rows[19] = Float.POSITIVE_INFINITY;
        assertFalse(check.block(rows, 12));
    }

    @Test
    void columnsBehindTheTileDoNotMatter() {
        DataCheck check = check();
        float[] columns = {1, 2, 3, 4, Float.NaN, 0};
        assertTrue(check.columns(columns, 2));
        assertFalse(check.columns(columns, 3));
    }

    @Test
    void withoutFastKernelsThereIsNothingToGain() {
        int sum = program.of(BinaryFunction.ADD, program.row(0), program.column(0));
        Staged staged = program.staged(sum);
        assertFalse(new DataCheck(staged, FastExponents.of(staged), SHAPE, 1).parameters(new float[0]));
    }
}
