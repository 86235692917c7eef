package keops.cpu.reduction;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import keops.cpu.CpuBackend;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Parser;
import keops.plan.Elements;
import keops.plan.Plan;
import keops.plan.RowBlock;
import keops.plan.Unwatched;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Generated classes live as long as someone uses them. */
class KernelUnloadingTest {
    private static final int MOST_COLLECTIONS = 50;

    private final String usual = System.getProperty("keops.cpu.tier");

    private static Plan plan(int constant) {
        Declarations declarations = Declarations.of("x = Vi(1)", "y = Vj(1)");
        return Plan.of(Parser.parse("x * y + " + constant, declarations), Optional.empty(), declarations.arguments(),
                Reduction.SUM, SumScheme.AUTO, Category.I);
    }

    /** The class of a kernel that has run. */
    private static WeakReference<Class<?>> used(int constant) {
        CpuBackend backend = CpuBackend.compile(plan(constant), DType.FLOAT32);
        backend.warmUp();
        Tensor sums = Tensor.of(new float[5], 5, 1);
        backend.run(Elements.one(
                List.of(Tensor.of(new float[5], 5, 1), Tensor.of(new float[7], 7, 1)), List.of(sums)), 5, 7,
                Optional.<List<RowBlock>>empty(), 1, Unwatched.CALL);
        assertTrue(sums.toDoubleArray()[0] == 7.0 * constant, "the kernel has run");
        return new WeakReference<>(kernelClass(constant));
    }

    private static Class<?> kernelClass(int constant) {
        return CompiledReductions.get(plan(constant), DType.FLOAT32)
                .ofRows()
                .tiers(0, false, false)
                .kernels()
                .kernels()
                .getFirst()
                .kernel()
                .getClass();
    }

    /** Kernels of the formula's own; the steps that formulas share stay longer. */
    @BeforeEach
    void useKernels() {
        System.setProperty("keops.cpu.tier", "kernels");
    }

    @AfterEach
    void useWhatIsFaster() {
        if (usual == null) {
            System.clearProperty("keops.cpu.tier");
        } else {
            System.setProperty("keops.cpu.tier", usual);
        }
    }

    @Test
    void theClassOfAKernelGoesWhenOthersTookItsPlace() throws InterruptedException {
        WeakReference<Class<?>> kernel = used(1_000);
        System.gc();
        assertSame(kernel.get(), kernelClass(1_000));
        for (int k = 0; k < CompiledReductions.LARGEST; k++) {
            CompiledReductions.get(plan(2_000 + k), DType.FLOAT32);
        }
        for (int k = 0; k < MOST_COLLECTIONS && kernel.get() != null; k++) {
            System.gc();
            Thread.sleep(10);
        }
        assertTrue(kernel.get() == null, "the class is still loaded");
    }
}
