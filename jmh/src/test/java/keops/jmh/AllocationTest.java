package keops.jmh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import keops.Genred;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What calls leave on the heap, counted by the JVM for the calling thread, which does all the work here. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String TIER = "keops.cpu.tier";
    private static final int CALLS = 10_000;
    /** Enough calls for the kernels to be compiled: until then, vectors are objects. */
    private static final int WARM_UP = 40_000;
    /** So often it is tried, where a busy machine leaves the compiler little time. */
    private static final int MOST_ROUNDS = 4;

    private static Genred reduction(String kind) {
        return switch (kind) {
            case "Sum" -> Genred.of("Exp(-SqDist(X,Y)) * X", "X = Vi(3)", "Y = Vj(3)")
                    .axis(1).backend(Backend.CPU).threads(1).build();
            case "LogSumExp" -> Genred.of("-SqDist(X,Y)", "X = Vi(3)", "Y = Vj(3)")
                    .reduction(Reduction.LOG_SUM_EXP).axis(1).backend(Backend.CPU).threads(1).build();
            case "ArgKMin of 3" -> neighbours(3);
            case "ArgKMin of 30" -> neighbours(30);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Genred neighbours(int k) {
        return Genred.of("SqDist(X,Y)", "X = Vi(3)", "Y = Vj(3)")
                .reduction(Reduction.argKMin(k)).axis(1).backend(Backend.CPU).threads(1).build();
    }

    @AfterEach
    void restore() {
        System.clearProperty(TIER);
    }

    /** In one form of code, since while kernels become warm, what is not compiled yet makes objects now and then. */
    @ParameterizedTest
    @CsvSource({"Sum, kernels, 24000", "LogSumExp, kernels, 24000", "ArgKMin of 3, kernels, 32000",
        "ArgKMin of 30, kernels, 400000", "Sum, rows, 24000", "LogSumExp, rows, 24000"})
    void aCallLeavesLittleAndNothingPerColumn(String kind, String tier, int most) {
        System.setProperty(TIER, tier);
        try (Arena arena = Arena.ofConfined()) {
            Genred reduction = reduction(kind);
            // So many that rows stand in the lanes, however many columns there are.
            Tensor x = points(arena, 200);
            Tensor few = points(arena, 64);
            Tensor many = points(arena, 640);
            Tensor result = reduction.call(arena, x, few);
            double warmingUp = most;
            for (int round = 0; round < MOST_ROUNDS && warmingUp >= most; round++) {
                warmingUp = bytesPerCall(reduction, result, WARM_UP, x, few);
            }
            bytesPerCall(reduction, result, WARM_UP / 4, x, many);
            double ofFew = bytesPerCall(reduction, result, CALLS, x, few);
            double ofMany = bytesPerCall(reduction, result, CALLS, x, many);
            assertTrue(ofFew < most, () -> kind + ": " + ofFew + " bytes per call");
            assertTrue(ofMany < 1.01 * ofFew + 2_000,
                    () -> kind + ": " + ofFew + " bytes per call of 64 columns, " + ofMany
                    + " of 640");
        }
    }

    private static Tensor points(Arena arena, int count) {
        Tensor points = Tensor.allocate(arena, DType.FLOAT32, count, 3);
        for (int k = 0; k < 3 * count; k++) {
            points.setDoubleAt(k, Math.sin(k));
        }
        return points;
    }

    private static double bytesPerCall(Genred reduction, Tensor result, int calls, Tensor... arguments) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int c = 0; c < calls; c++) {
            reduction.callInto(result, arguments);
        }
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / calls;
    }
}
