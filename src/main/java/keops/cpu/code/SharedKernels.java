package keops.cpu.code;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import keops.plan.Recent;

/** The kernels that formulas share, by their code. Bounded: the one that was asked for least lately goes first. */
final class SharedKernels {
    private static final int LARGEST = 1000;
    private static final Recent<ByteBuffer, TileKernel> KERNELS = new Recent<>(LARGEST);

    private SharedKernels() {}

    /** The kernel of some code: the one that is there, or a new one. */
    static TileKernel get(byte[] code, Supplier<TileKernel> maker) {
        return KERNELS.get(ByteBuffer.wrap(code), maker);
    }
}
