package keops.cuda.call;

import keops.cache.CompiledImage;

/** A source of the code of kernels. Threads may share it. */
public interface ImageStore {
    /**
     * The code for a request, compiled before or now.
     *
     * @throws keops.error.BackendException if it must be compiled and there is no NVRTC
     * @throws keops.error.CompileException if it does not compile
     * @throws keops.error.CancelledException if the call that needs it is cancelled meanwhile; the compilation
     *     continues
     */
    CompiledImage image(ImageRequest request);
}
