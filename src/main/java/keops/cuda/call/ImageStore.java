package keops.cuda.call;

import java.util.Optional;
import keops.cuda.nvrtc.CompiledKernel;

/**
 * A place where compiled kernels are kept beyond the process. It is asked before anything is compiled, by any thread, and
 * told of what was.
 */
public interface ImageStore {
    /** The store that has nothing and keeps nothing. */
    ImageStore NONE = new ImageStore() {
        @Override
        public Optional<CompiledKernel> find(ImageKey key) {
            return Optional.empty();
        }

        @Override
        public void keep(ImageKey key, CompiledKernel kernel) {}
    };

    /** What was compiled from a source before, or nothing. */
    Optional<CompiledKernel> find(ImageKey key);

    /** Takes what was compiled. */
    void keep(ImageKey key, CompiledKernel kernel);
}
