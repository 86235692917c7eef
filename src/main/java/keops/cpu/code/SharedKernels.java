package keops.cpu.code;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import keops.plan.LruCache;

/** The kernels that formulas share, by their code. Bounded: the least recently used one is evicted first. */
final class SharedKernels {
    private static final int LARGEST = 1000;
    private static final LruCache<ByteBuffer, TileKernel> KERNELS = new LruCache<>(LARGEST);

    private SharedKernels() {}

    /** The kernel of some code: the one that is there, or a new one. */
    static TileKernel get(byte[] code, Supplier<TileKernel> maker) {
        return KERNELS.get(ByteBuffer.wrap(code), maker);
    }
}
