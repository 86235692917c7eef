package keops.cache;

import java.nio.file.Path;
import java.util.Arrays;

/** A process whose store may be of no use: its kernels are right all the same, and it says how many were compiled. */
final class DegradedProcess {
    private static final int KERNELS = 5;

    private DegradedProcess() {}

    /** The folder of the store. */
    public static void main(String... arguments) {
        KernelStore store = KernelStore.open(Path.of(arguments[0]), 1 << 30);
        for (int kernel = 0; kernel < KERNELS; kernel++) {
            int k = kernel;
            CompiledImage image = store.findOrMake(
                    CompilingProcess.key(k), Samples.description(""), () -> CompilingProcess.image(k));
            if (!Arrays.equals(image.bytes(), CompilingProcess.image(k).bytes())) {
                System.exit(1);
            }
        }
        System.out.println(store.statistics());
        System.out.println("problem: " + store.problem().orElse("none"));
    }
}
