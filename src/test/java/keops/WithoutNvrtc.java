package keops;

import java.lang.foreign.Arena;
import keops.cuda.emulator.EmulatedMachine;
import keops.error.BackendException;
import keops.execution.Backend;
import keops.tensor.DType;

/** A program on a machine that has a driver and a GPU, and no NVRTC where it was told to look for it. */
final class WithoutNvrtc {
    private WithoutNvrtc() {}

    public static void main(String[] arguments) {
        System.setProperty("keops.nvrtc.library", "/nowhere/libnvrtc.so");
        EmulatedMachine.driver();
        Genred sum = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").axis(1).backend(Backend.GPU).build();
        try {
            sum.call(Arena.ofAuto(), Numbers.tensor(1, DType.FLOAT32, 3, 1), Numbers.tensor(2, DType.FLOAT32, 5, 1));
            System.out.println("it ran");
        } catch (BackendException e) {
            System.out.println("message: " + e.getMessage());
        }
        System.out.println(
                "auto: " + sum.backend(Backend.AUTO).call(Arena.ofAuto(), Numbers.tensor(1, DType.FLOAT32, 3, 1),
                Numbers.tensor(2, DType.FLOAT32, 5, 1)).description());
    }
}
