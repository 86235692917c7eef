package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.cuda.Cuda;
import keops.error.BackendException;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Back ends by their names, and devices by their numbers. */
class BackendTest {
    private static final Genred SUM = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").axis(1).build();
    private static final Tensor X = Numbers.tensor(1, DType.FLOAT64, 3, 1);
    private static final Tensor Y = Numbers.tensor(2, DType.FLOAT64, 5, 1);

    @Test
    void namesAreThoseOfTheOriginalDocumentation() {
        for (Backend backend : Backend.values()) {
            assertEquals(backend, Backend.named(backend.name()));
            assertEquals(backend, Backend.named(backend.name().toLowerCase(java.util.Locale.ROOT)));
        }
        assertEquals(Backend.CPU, SUM.backend("auto").backend());
        assertEquals(Backend.CPU, SUM.backend("CPU").backend());
        assertEquals(Backend.REFERENCE, SUM.backend("pytorch").backend());
        assertEquals(Backend.REFERENCE, Genred.of("x", "x = Vi(1)").backend("dense").build().backend());
    }

    /** With a GPU, reductions are placed there; without one, each way to ask for it says what the machine lacks. */
    @Test
    void gpusAnswerWhatTheMachineLacks() {
        for (String name : List.of("GPU", "GPU_1D", "GPU_2D")) {
            if (Cuda.isAvailable()) {
                assertEquals(Backend.named(name), SUM.backend(name).backend());
                continue;
            }
            String expected = Cuda.unavailabilityCause().orElseThrow();
            assertEquals(expected, assertThrows(BackendException.class, () -> SUM.backend(name)).getMessage());
            assertEquals(expected, assertThrows(BackendException.class,
                    () -> Genred.of("x", "x = Vi(1)").backend(name)).getMessage());
            assertEquals(expected, assertThrows(BackendException.class,
                    () -> LazyTensor.vi(X).backend(name).sum(1)).getMessage());
            assertEquals(expected, assertThrows(BackendException.class,
                    () -> KernelProduct.of(Kernel.of("linear(x,y)")).backend(name).call(X, Y, Y)).getMessage());
        }
    }

    /** An explicit wish that cannot be met. */
    @Test
    void aDeviceThatIsNotThereIsAnError() {
        String lacks = Cuda.unavailabilityCause().isPresent()
                ? "GPU 300 was asked for: " + Cuda.unavailabilityCause().get()
                : "there is no GPU 300";
        for (org.junit.jupiter.api.function.Executable call : List.<org.junit.jupiter.api.function.Executable>of(
                () -> SUM.device(300), () -> SUM.devices(300), () -> Genred.of("x", "x = Vi(1)").device(300),
                () -> LazyTensor.vi(X).device(300).sum(1), () -> LazyTensor.vi(X).devices(300),
                () -> KernelProduct.of(Kernel.of("linear(x,y)")).device(300).call(X, Y, Y),
                () -> KernelProduct.of(Kernel.of("linear(x,y)")).devices(300))) {
            String message = assertThrows(BackendException.class, call).getMessage();
            assertTrue(message.startsWith(lacks), message);
        }
    }

    @Test
    void devicesAreCountedFromZero() {
        assertEquals(-1, SUM.deviceId());
        assertEquals(-1, SUM.device(-1).deviceId());
        for (org.junit.jupiter.api.function.Executable call : List.<org.junit.jupiter.api.function.Executable>of(
                () -> SUM.device(-2), () -> Genred.of("x", "x = Vi(1)").device(-2), () -> LazyTensor.vi(X)
                        .device(-2))) {
            assertEquals("the device must be a number from 0, or -1 for the default one, but is -2",
                    assertThrows(FormulaException.class, call).getMessage());
        }
    }
}
