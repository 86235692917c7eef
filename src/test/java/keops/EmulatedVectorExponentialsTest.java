package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.stream.Stream;
import keops.cuda.Cuda;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Device;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@link VectorExponentialsTest} on the emulator, where data may be on a device. */
@Emulated
class EmulatedVectorExponentialsTest {
    @TestFactory
    Stream<DynamicTest> values() {
        return VectorExponentialsTest.on(Backend.GPU_1D, (dtype, axis) -> (axis == 1) == (dtype == DType.FLOAT32),
                new int[] {0, 4}, new int[] {1, 1}, new int[] {5, 37});
    }

    @Test
    void infinitiesStayInTheirComponents() {
        VectorExponentialsTest.infinitiesOn(Backend.GPU_2D);
    }

    @Test
    void dataOnADevice() {
        Device device = Cuda.device(0);
        Genred genred = Genred.of("x * y", "x = Vi(3)", "y = Vj(3)").reduction(Reduction.MAX_SUM_SHIFT_EXP)
                .weight("y[1]")
                .axis(1).build();
        Tensor x = Numbers.tensor(1, DType.FLOAT32, 6, 3);
        Tensor y = Numbers.tensor(2, DType.FLOAT32, 9, 3);
        Tensor e = Numbers.tensor(3, DType.FLOAT32, 6, 3, 2);
        try (Arena arena = Arena.ofConfined()) {
            Tensor[] there = {x.to(device, arena), y.to(device, arena)};
            Tensor result = genred.call(arena, there);
            Tensor gradient = genred.gradient("y").call(arena, e.to(device, arena), there).getFirst();
            assertEquals(device, result.device().orElseThrow());
            assertEquals(device, gradient.device().orElseThrow());
            Genred onHost = genred.backend(Backend.REFERENCE);
            Compare.arrays(onHost.call(arena, x, y).toDoubleArray(), result.toHost(arena).toDoubleArray(),
                    1e-6, "result");
            Compare.arrays(onHost.gradient("y").call(arena, e, x, y).getFirst().toDoubleArray(),
                    gradient.toHost(arena).toDoubleArray(), 1e-5, "gradient");
        }
    }

    @Test
    void gradientsAreThoseOfTheComponents() {
        VectorExponentialsTest.gradientsOn(Backend.GPU_1D, DType.FLOAT32);
    }
}
