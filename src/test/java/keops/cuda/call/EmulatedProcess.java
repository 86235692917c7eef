package keops.cuda.call;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import keops.Genred;
import keops.cache.CompiledImage;
import keops.cache.KernelStore;
import keops.cuda.emulator.EmulatedMachine;
import keops.cuda.emulator.Snapshots;
import keops.cuda.nvrtc.Target;
import keops.tensor.Tensor;

/** A process that computes on an emulated GPU with the kernels of a store. */
final class EmulatedProcess {
    private EmulatedProcess() {}

    /** The folder of the store, and whether there is a compiler. */
    public static void main(String... arguments) {
        EmulatedMachine.driver();
        KernelStore store = KernelStore.open(Path.of(arguments[0]), 1 << 30);
        ImageCompiler compiler = Boolean.parseBoolean(arguments[1])
                ? new FakeCompiler("13.0") {
                    @Override
                    public CompiledImage compile(String source, List<String> options, Target target) {
                        System.out.println("compiled");
                        return Snapshots.ptx(source, options);
                    }
                }
                : FakeCompiler.missing();
        Images.comeFrom(new StoredImages(store, compiler));
        Genred product = Genred.of("Exp(-SqDist(x,y)) * b", "x = Vi(17)", "y = Vj(17)", "b = Vj(1)")
                .axis(1).backend("GPU").build();
        try (Arena arena = Arena.ofConfined()) {
            Tensor sums = product.call(arena, Tensor.of(new float[3 * 17], 3, 17), Tensor.of(new float[5 * 17], 5, 17),
                    Tensor.of(new float[] {1, 2, 3, 4, 5}, 5, 1));
            System.out.println("sum " + sums.toDoubleArray()[0]);
        }
        System.out.println(store.statistics());
    }
}
