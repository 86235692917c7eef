package keops;

import java.util.stream.Stream;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@link LargeExponentsTest} on the emulator. */
@Emulated
class EmulatedLargeExponentsTest {
    @TestFactory
    Stream<DynamicTest> rowsOnly() {
        return LargeExponentsTest.on(Backend.GPU_1D);
    }

    @TestFactory
    Stream<DynamicTest> rowsAndColumns() {
        return LargeExponentsTest.on(Backend.GPU_2D);
    }
}
