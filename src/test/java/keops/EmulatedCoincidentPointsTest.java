package keops;

import java.util.stream.Stream;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@link CoincidentPointsTest} on the emulator. */
@Emulated
class EmulatedCoincidentPointsTest {
    @TestFactory
    Stream<DynamicTest> rowsOnly() {
        return CoincidentPointsTest.inShort(Backend.GPU_1D);
    }
}
