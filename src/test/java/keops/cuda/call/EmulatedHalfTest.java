package keops.cuda.call;

import java.util.List;
import java.util.stream.Stream;
import keops.HalfReductions;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import keops.reduction.Reduction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reductions of numbers of 2 bytes on the emulator. */
@Emulated
class EmulatedHalfTest {
    static Stream<Reduction> reductions() {
        return Stream.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.MAX_ARG_MAX, Reduction.kMinArgKMin(5));
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void areThoseOfTheSameNumbersInSinglePrecision(Reduction reduction) {
        for (Backend backend : List.of(Backend.GPU_1D, Backend.GPU_2D)) {
            HalfReductions.check(reduction, backend, HalfReductions.types());
        }
    }

    @Test
    void gradientsAreInSinglePrecision() {
        HalfReductions.checkGradients(Backend.GPU_1D);
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"GPU_1D", "GPU_2D"})
    void takesTheSmallestAndTheLargestNumbers(Backend backend) {
        HalfReductions.checkEdges(backend);
    }
}
