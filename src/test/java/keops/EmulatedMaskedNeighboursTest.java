package keops;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import keops.tensor.DType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Columns that a mask has made infinitely far, on the emulator. */
@Emulated
class EmulatedMaskedNeighboursTest {
    @TestFactory
    Stream<DynamicTest> maskedColumnsHaveTheirIndices() {
        return Stream.of(Backend.GPU_1D, Backend.GPU_2D).flatMap(backend -> IntStream.of(2, 5).boxed().map(k ->
                DynamicTest.dynamicTest(backend + ", K = " + k,
                        () -> MaskedNeighboursTest.check(backend, DType.FLOAT32, k))));
    }
}
