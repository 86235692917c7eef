/** Reductions {@code a_i = Reduction_j F(p, x_i, y_j)} of symbolic formulas, on the CPU and on NVIDIA GPUs. */
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
