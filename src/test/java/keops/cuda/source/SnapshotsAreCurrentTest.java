package keops.cuda.source;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.cuda.emulator.Snapshots;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** Snapshots are found by the source of a kernel: after a change of the generator they must be written again. */
class SnapshotsAreCurrentTest {
    /** Some kernels of {@link EmulatedKernelsTest}: of each template and each kind of state. */
    private static final List<Plan> PLANS = List.of(
            Plans.of("Sum", "Exp(-SqDist(x,y)) * b", "x = Vi(17)", "y = Vj(17)", "b = Vj(1)"),
            Plans.of("Max", "(x|y)", "x = Vi(45)", "y = Vj(45)"),
            Plans.of(Reduction.LOG_SUM_EXP, "100 * (x|y)", "Square(b)", "x = Vi(2)", "y = Vj(2)", "b = Vj(2)"),
            Plans.of(Reduction.kMinArgKMin(3), "Abs(x - y)", null, "x = Vi(12)", "y = Vj(12)"));

    @Test
    void kernelsOfTheGeneratorAreAmongThem() {
        for (Plan plan : PLANS) {
            KernelSource source = KernelSource.of(plan, DType.FLOAT32);
            assertTrue(Snapshots.has(source.text(), source.options()), plan
                    + " has no snapshot, so the generator has changed: write them again, as CONTRIBUTING.md says");
        }
    }
}
