package keops.cpu;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The kernels that formulas share, by their code. Bounded: the one that was asked for least lately goes first. */
final class SharedKernels {
    private static final int LARGEST = 1000;
    private static final Map<ByteBuffer, TileKernel> KERNELS = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, TileKernel> eldest) {
            return size() > LARGEST;
        }
    };

    private SharedKernels() {}

    /** The kernel of some code: the one that is there, or a new one. */
    static TileKernel get(byte[] code, Supplier<TileKernel> maker) {
        synchronized (KERNELS) {
            return KERNELS.computeIfAbsent(ByteBuffer.wrap(code), _ -> maker.get());
        }
    }
}
