/**
 * Reductions {@code a_i = Reduction_j F(p, x_i, y_j)} of symbolic formulas, on the CPU and on NVIDIA GPUs.
 *
 * <p>{@link keops.Genred} is where to begin. The packages in reading order: {@link keops}, the faces, and {@link
 * keops.tensor}, the memory that they read and write; {@link keops.reduction}; {@link keops.execution}, where and how a
 * reduction is computed; {@link keops.autograd}, gradients through several steps, and optimisers; {@link
 * keops.transport}, losses between point clouds; {@link keops.formula}, formulas as objects; {@link keops.error}; and
 * for GPUs {@link keops.cuda} and {@link keops.cache}.
 */
@SuppressWarnings("module") // keops.cachetool is compiled after this module
module keops {
    requires jdk.incubator.vector;
    requires keops.bindings;

    exports keops;
    exports keops.autograd;
    exports keops.cache;
    exports keops.cuda;
    exports keops.error;
    exports keops.execution;
    exports keops.formula;
    exports keops.reduction;
    exports keops.tensor;
    exports keops.transport;

    exports keops.cpu to
            keops.cachetool;
    exports keops.cuda.driver to
            keops.cachetool;
    exports keops.text to
            keops.cachetool,
            keops.console;
}
