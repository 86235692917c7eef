package keops.cuda.call;

import java.util.List;
import keops.LargestReductions;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import keops.tensor.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The K largest values, in short lists and in long ones, on the emulator. */
@Emulated
class EmulatedLargestTest {
    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"GPU_1D", "GPU_2D"})
    void areThoseOfAPlainSort(Backend backend) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (int k : new int[] {3, 140}) {
                for (int columns : new int[] {0, 1, 33, 300}) {
                    LargestReductions.check(backend, dtype, k, 35, columns);
                }
            }
        }
    }
}
