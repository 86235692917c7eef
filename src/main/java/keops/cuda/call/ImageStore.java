package keops.cuda.call;

import keops.cache.CompiledImage;

/** Where the code of kernels comes from. Any number of threads may ask at once. */
public interface ImageStore {
    /**
     * The code for a request: what was compiled before, or is compiled now.
     *
     * @throws keops.error.BackendException if it has to be compiled and there is no NVRTC
     * @throws keops.error.CompileException if it does not compile
     * @throws keops.error.CancelledException if the call that needs it shall end meanwhile; what is being compiled goes on
     */
    CompiledImage image(ImageRequest request);
}
