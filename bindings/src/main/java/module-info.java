/**
 * The CUDA driver API and NVRTC, as jextract made them, and the one class that opens the two libraries. Only the core
 * module may use it.
 */
@SuppressWarnings("module") // keops is compiled after this module
module keops.bindings {
    exports keops.bindings to
            keops;
    exports keops.bindings.cuda to
            keops;
    exports keops.bindings.nvrtc to
            keops;
}
