package keops.jmh;

import java.util.List;
import java.util.Optional;

/**
 * Something to compute, at some size.
 *
 * @param name what it is called on the command line and in reports
 * @param task what is computed
 * @param shape the sizes
 * @param limitName the hand-written kernel for it in the C++ baselines, if there is one
 */
record Workload(String name, Task task, Shape shape, Optional<String> limitName) {
    /** The workloads that hand-written kernels were made for. */
    static List<Workload> withLimits() {
        return List.of(
                limited("gaussian-d3", new Task.Product(RadialKernel.GAUSSIAN), 20_000, 3, 1, "limit_gaussian_d3"),
                limited("logsumexp-d3", new Task.LogSumExp(), 20_000, 3, 1, "limit_logsumexp_d3"),
                limited("gradient-d10-e5", new Task.ProductGradient(RadialKernel.GAUSSIAN), 10_000, 10, 5,
                        "limit_gradient_d10_e5"),
                limited("gaussian-d100", new Task.Product(RadialKernel.GAUSSIAN), 10_000, 100, 1,
                        "limit_gaussian_d100"),
                limited("argkmin10-d3", new Task.Nearest(), 20_000, 3, 10, "limit_argkmin10_d3"),
                limited("argkmin10-d10", new Task.Nearest(), 20_000, 10, 10, "limit_argkmin10_d10"),
                limited("argkmin10-d100", new Task.Nearest(), 10_000, 100, 10, "limit_argkmin10_d100"));
    }

    private static Workload limited(String name, Task task, long points, int dim, int width, String limitName) {
        return new Workload(name, task, new Shape(points, points, dim, width), Optional.of(limitName));
    }
}
