package keops.jmh;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The workloads of the original library's benchmarks, by family. Sizes are chosen such that a call takes at most a
 * second on two cores; of the largest problems only some rows are computed.
 */
final class Suite {
    private static final Task GAUSSIAN = new Task.Product(RadialKernel.GAUSSIAN);
    private static final Task GRADIENT = new Task.ProductGradient(RadialKernel.GAUSSIAN);
    private static final Task NEAREST = new Task.Nearest();

    private Suite() {}

    /** The workloads with hand-written kernels. */
    static List<Workload> limits() {
        return List.of(
                square("gaussian-d3", GAUSSIAN, 20_000, 3, 1, "limit_gaussian_d3"),
                square("logsumexp-d3", new Task.LogSumExp(), 20_000, 3, 1, "limit_logsumexp_d3"),
                square("gradient-d10-e5", GRADIENT, 10_000, 10, 5, "limit_gradient_d10_e5"),
                square("gaussian-d100", GAUSSIAN, 10_000, 100, 1, "limit_gaussian_d100"),
                square("argkmin10-d3", NEAREST, 20_000, 3, 10, "limit_argkmin10_d3"),
                square("argkmin10-d10", NEAREST, 20_000, 10, 10, "limit_argkmin10_d10"),
                square("argkmin10-d100", NEAREST, 10_000, 100, 10, "limit_argkmin10_d100"));
    }

    /** Products of four kernels with vectors of dimension 3. */
    static List<Workload> products() {
        return Arrays.stream(RadialKernel.values())
                .map(kernel -> square(kernel.label() + "-product", new Task.Product(kernel), 10_000, 3, 3, null))
                .toList();
    }

    /** The gradients of these products. */
    static List<Workload> gradients() {
        return Arrays.stream(RadialKernel.values())
                .map(kernel -> square(
                        kernel.label() + "-gradient", new Task.ProductGradient(kernel), 10_000, 3, 3, null))
                .toList();
    }

    /**
     * The Gaussian product in three dimensions, from few points to many: at most as many rows as give 4 * 10^9 pairs.
     */
    static List<Workload> sizes() {
        return Stream.of(100L, 1_000L, 10_000L, 100_000L, 1_000_000L)
                .map(points -> new Workload("points-" + points, GAUSSIAN,
                        new WorkloadShape(Math.min(points, 4_000_000_000L / points), points, 3, 1),
                        Optional.of("limit_gaussian_d3")))
                .toList();
    }

    /** The Gaussian product with 10,000 points of dimension 1 to 3000: fewer rows in high dimensions. */
    static List<Workload> dimensions() {
        return Stream.of(1, 3, 10, 30, 100, 300, 1_000, 3_000)
                .map(dim -> new Workload("dimension-" + dim, GAUSSIAN,
                        new WorkloadShape(Math.min(10_000, 1_000_000 / dim), 10_000, dim, 1), Optional.empty()))
                .toList();
    }

    /** The K nearest of 100,000 points to 2,000 points. */
    static List<Workload> neighbours() {
        return Stream.of(3, 10, 100)
                .flatMap(dim -> Stream.of(1, 10, 50, 100)
                        .map(k -> new Workload("nearest-" + k + "-d" + dim, NEAREST,
                                new WorkloadShape(2_000, 100_000, dim, k), Optional.empty())))
                .toList();
    }

    /** A few points against a million in three dimensions: sums, and the 10 nearest. */
    static List<Workload> fewRows() {
        return Stream.of(1, 10, 100)
                .flatMap(rows -> Stream.of(
                        new Workload("gaussian-rows-" + rows, GAUSSIAN,
                                new WorkloadShape(rows, 1_000_000, 3, 1), Optional.empty()),
                        new Workload("nearest-10-rows-" + rows, NEAREST,
                                new WorkloadShape(rows, 1_000_000, 3, 10), Optional.empty())))
                .toList();
    }

    /** All workloads. */
    static Stream<Workload> all() {
        return Stream.of(limits(), products(), gradients(), sizes(), dimensions(), neighbours(), fewRows())
                .flatMap(List::stream);
    }

    /**
     * The workload with a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Workload workload(String name) {
        return all().filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no workload '" + name + "'"));
    }

    private static Workload square(String name, Task task, long points, int dim, int width, String limitName) {
        return new Workload(name, task, new WorkloadShape(points, points, dim, width), Optional.ofNullable(limitName));
    }
}
