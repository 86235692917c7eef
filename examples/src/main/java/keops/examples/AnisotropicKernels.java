package keops.examples;

import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import keops.Kernel;
import keops.KernelProduct;
import keops.console.Defaults;
import keops.console.ExitCode;
import keops.examples.draw.Album;
import keops.examples.draw.Chart;
import keops.examples.draw.ColorScale;
import keops.examples.draw.Grid;
import keops.examples.draw.Picture;
import keops.tensor.DType;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gaussian kernels whose level sets are circles, ellipses along the axes, and ellipses in any direction. */
@Command(
        name = "anisotropic-kernels",
        sortOptions = false,
        description = {
            "Draws Gaussian kernels of six metrics.",
            "The metric is a number, a diagonal or a full matrix; it is the same for all points, or each has its own."
        })
final class AnisotropicKernels implements Callable<Integer> {
    static final float[][] POINTS = {{-0.7f, -0.5f}, {0.6f, -0.6f}, {0, 0.7f}};
    private static final double HALF_SIDE = 1.5;
    private static final int QUICK_CELLS = 60;
    private static final int MOST_CELLS = 10_000;

    @Option(names = "--cells", paramLabel = "COUNT", defaultValue = "400",
            description = "The number of cells along a side of each map (default: ${DEFAULT-VALUE}).")
    private int cells;

    @Option(names = "--quick", description = "Draw small maps, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private AnisotropicKernels() {}

    /** An ellipse: the direction of its first axis, and the lengths of its half axes. */
    record Ellipse(double angle, double first, double second) {
        /** The metric of a circle with the radius of the first half axis: one number. */
        double[] scalar() {
            return new double[] {1 / (first * first)};
        }

        /** The metric of an ellipse along the axes: the diagonal of a matrix. */
        double[] diagonal() {
            return new double[] {1 / (first * first), 1 / (second * second)};
        }

        /** The metric of the ellipse: a symmetric matrix. */
        double[] full() {
            double c = Math.cos(angle);
            double s = Math.sin(angle);
            double a = 1 / (first * first);
            double b = 1 / (second * second);
            return new double[] {a * c * c + b * s * s, (a - b) * c * s, (a - b) * c * s, a * s * s + b * c * c};
        }

        /** The matrix that makes the ellipse of the unit circle. */
        double[][] ofUnitCircle() {
            double c = Math.cos(angle);
            double s = Math.sin(angle);
            return new double[][] {{first * c, -second * s}, {first * s, second * c}};
        }
    }

    /** A kind of metric, with the ellipse of all points and those of each. */
    record Kind(String name, Function<Ellipse, double[]> metric, Ellipse ellipse, List<Ellipse> own) {
        /** One metric, as a vector. */
        Tensor common() {
            return Tensor.vector(DType.FLOAT32, metric.apply(ellipse));
        }

        /** A metric per point, as the rows of a matrix. */
        Tensor varying() {
            double[] rows = own.stream().map(metric).flatMapToDouble(Arrays::stream).toArray();
            return Tensor.vector(DType.FLOAT32, rows).reshape(own.size(), rows.length / own.size());
        }
    }

    static List<Kind> kinds() {
        var round = List.of(new Ellipse(0, 0.25, 0.25), new Ellipse(0, 0.6, 0.6), new Ellipse(0, 0.4, 0.4));
        var upright = List.of(new Ellipse(0, 0.25, 0.6), new Ellipse(0, 0.6, 0.25), new Ellipse(0, 0.9, 0.15));
        var turned = List.of(new Ellipse(1, 0.7, 0.2), new Ellipse(2.4, 0.5, 0.25), new Ellipse(-0.3, 0.9, 0.3));
        return List.of(
                new Kind("a number", Ellipse::scalar, new Ellipse(0, 0.4, 0.4), round),
                new Kind("a diagonal", Ellipse::diagonal, new Ellipse(0, 0.25, 0.6), upright),
                new Kind("a matrix", Ellipse::full, new Ellipse(0.6, 0.7, 0.2), turned));
    }

    /** The sum of the kernels of all points at each x: a_i = sum_j exp(-(x_i - y_j)' G_j (x_i - y_j)). */
    static Tensor sum(Tensor x, Tensor metric) {
        Tensor y = Tensor.of(POINTS);
        Tensor b = Tensor.vector(DType.FLOAT32, 1, 1, 1).reshape(3, 1);
        return KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(metric).call(x, y, b);
    }

    @Override
    public Integer call() throws IOException {
        if (cells < 1 || cells > MOST_CELLS) {
            throw new ParameterException(spec.commandLine(),
                    "--cells must be from 1 to " + MOST_CELLS + ", but is " + cells);
        }
        if (quick) {
            cells = Defaults.givenOr(spec, "--cells", cells, QUICK_CELLS);
        }
        var grid = Grid.square(-HALF_SIDE, HALF_SIDE, cells);
        PrintWriter out = spec.commandLine().getOut();
        var charts = new ArrayList<Chart>();
        for (boolean isCommon : new boolean[] {true, false}) {
            for (Kind kind : kinds()) {
                Tensor values = sum(grid.points(), isCommon ? kind.common() : kind.varying());
                String title = kind.name() + (isCommon ? " for all points" : " for each point");
                ColorScale scale = ColorScale.of(values, "");
                out.printf("%-28s values from %.4f to %.4f%n", title + ":", scale.low(), scale.high());
                charts.add(chart(title, kind, isCommon, grid, values, scale));
            }
        }
        album.pngAndSvg("anisotropic-kernels", Picture.grid(3, charts).panelSize(330, 350));
        album.list(out);
        return ExitCode.OK;
    }

    /** The values, the points, and around each the ellipse where its kernel has fallen to 1/e. */
    private static Chart chart(String title, Kind kind, boolean isCommon, Grid grid, Tensor values, ColorScale scale) {
        Chart chart = Chart.of(title).equalAxes().heatMap(grid, values, scale)
                .points("", Tensor.of(POINTS), Color.WHITE, 5);
        for (int j = 0; j < POINTS.length; j++) {
            Ellipse ellipse = isCommon ? kind.ellipse() : kind.own().get(j);
            chart.ellipse(POINTS[j][0], POINTS[j][1], ellipse.ofUnitCircle(), Color.WHITE);
        }
        return chart;
    }
}
