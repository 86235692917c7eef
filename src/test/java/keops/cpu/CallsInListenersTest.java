package keops.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import keops.Genred;
import keops.execution.Backend;
import keops.execution.ProgressListener;
import keops.reduction.Reduction;
import keops.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A listener is told in the middle of the work of its thread, which it may use for other calls. */
class CallsInListenersTest {
    private static final int ROWS = 1200;
    /** Longer than the time between reports: so one comes at the next look at the watch, wherever that is. */
    private static final long PAUSE_MILLIS = 205;
    private static final int REPORTS = 9;

    private final Random random = new Random(77);
    private final Tensor x = points();
    private final Tensor y = points();
    private final Tensor others = points();

    private Tensor points() {
        return Tensor.of(random.doubles(ROWS * 3L).toArray(), ROWS, 3);
    }

    private static List<Reduction> reductions() {
        return List.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.MIN, Reduction.kMin(20));
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void callsInListenersLeaveTheCallThatTheyAreToldOfAlone(Reduction reduction) {
        Genred quiet = Genred.of("SqDist(x,y)", "x = Vi(3)", "y = Vj(3)").reduction(reduction)
                .overJ().backend(Backend.CPU).threads(1).build();
        double[] expected = quiet.call(x, y).toDoubleArray();
        double[] ofOthers = quiet.call(others, x).toDoubleArray();
        List<double[]> inside = new ArrayList<>();
        ProgressListener listener = now -> {
            if (inside.size() < REPORTS) {
                inside.add(quiet.call(others, x).toDoubleArray());
                pause();
            }
        };
        assertArrayEquals(expected, quiet.progress(listener).call(x, y).toDoubleArray(), "seed 77");
        assertEquals(REPORTS, inside.size(), "the listener is told while a task is at work");
        inside.forEach(results -> assertArrayEquals(ofOthers, results, "seed 77"));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
