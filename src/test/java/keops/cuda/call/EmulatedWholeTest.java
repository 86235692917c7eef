package keops.cuda.call;

import java.util.List;
import keops.WholeReductions;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import keops.reduction.Reduction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Labels and indices as arguments, on the emulator. */
@Emulated
class EmulatedWholeTest {
    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"GPU_1D", "GPU_2D"})
    void integersAreComputedInTheTypeOfTheOthers(Backend backend) {
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.kMinArgKMin(3))) {
            WholeReductions.check(reduction, backend);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"GPU_1D", "GPU_2D"})
    void integersAreExactUpToTheLargest(Backend backend) {
        WholeReductions.checkEdges(backend);
        WholeReductions.checkIndicesAsArguments(backend);
    }
}
