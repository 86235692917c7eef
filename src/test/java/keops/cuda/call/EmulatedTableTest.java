package keops.cuda.call;

import java.util.List;
import keops.TableReductions;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** Tables that are read by labels, on the emulator. */
@Emulated
class EmulatedTableTest {
    @Test
    void areReadByLabels() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            TableReductions.check(Backend.GPU_1D, dtype, DType.INT32, 33, 64);
            TableReductions.check(Backend.GPU_2D, dtype, DType.INT64, 2, 130);
        }
    }

    @Test
    void areDifferentiated() {
        TableReductions.checkGradients(Backend.GPU_1D);
    }
}
