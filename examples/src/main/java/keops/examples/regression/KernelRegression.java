package keops.examples.regression;

import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import keops.Genred;
import keops.console.Defaults;
import keops.console.ExitCode;
import keops.console.ProgressBar;
import keops.console.Terminals;
import keops.examples.data.Columns;
import keops.examples.data.Dataset;
import keops.examples.data.Sphere;
import keops.examples.data.WorldMap;
import keops.examples.draw.Album;
import keops.examples.draw.Chart;
import keops.examples.draw.ColorMap;
import keops.examples.draw.ColorScale;
import keops.examples.draw.Grid;
import keops.examples.draw.Palette;
import keops.examples.draw.Picture;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Regression by kernels: precipitation where nobody measured, and a curve through outliers. Not thread-safe. */
@Command(
        name = "kernel-regression",
        sortOptions = false,
        description = {
            "Estimates precipitation between places where it is known, with its uncertainty, by a Gaussian process.",
            "The others are held out, and tell the error. A second picture shows a curve that outliers do not bend."
        })
public final class KernelRegression implements Callable<Integer> {
    private static final double LENGTH = 0.2;
    private static final double NOISE = 0.03;
    private static final int WAVES = 2000;
    private static final int QUICK_CELLS = 1500;
    private static final int QUICK_SAMPLES = 8;
    private static final Grid GRID = new Grid(-180, 180, -81, 87, 360, 168);
    private static final double MOST_SHOWN = 3500;
    private static final int CURVE_POINTS = 250;
    private static final int ROUNDS = 15;

    @Option(names = "--cells", paramLabel = "COUNT", defaultValue = "5000",
            description = "The number of cells, of 60480, where precipitation is known (default: ${DEFAULT-VALUE}).")
    private int cells;

    @Option(names = "--samples", paramLabel = "COUNT", defaultValue = "63",
            description = "The number of samples that tell the uncertainty (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1",
            description = "The seed of all that is random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--quick", description = "Take few cells and samples, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private KernelRegression() {}

    @Override
    public Integer call() throws IOException {
        if (quick) {
            cells = Defaults.givenOr(spec, "--cells", cells, QUICK_CELLS);
            samples = Defaults.givenOr(spec, "--samples", samples, QUICK_SAMPLES);
        }
        if (cells < 2 || cells > GRID.count() / 2 || samples < 2) {
            throw new ParameterException(spec.commandLine(), "--cells must be from 2 to " + GRID.count() / 2
                    + " and --samples at least 2, but they are " + cells + " and " + samples);
        }
        drawPrecipitation();
        drawCurve();
        album.list(out());
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void drawPrecipitation() throws IOException {
        Tensor table = Dataset.PRECIPITATION.read();
        Tensor points = Sphere.points(table);
        double[] mm = Columns.of(table, 2).toDoubleArray();
        var random = new Random(seed);
        int[] known = drawn(table, random);
        Tensor x = rows(points, known);
        // Roots are closer to a normal distribution.
        double[] roots = Arrays.stream(known).mapToDouble(i -> Math.sqrt(mm[i])).toArray();
        double mean = Arrays.stream(roots).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(roots).map(r -> (r - mean) * (r - mean)).average().orElseThrow());

        var kriging = new Kriging(LENGTH, NOISE);
        var prior = new PriorSamples(samples, WAVES, LENGTH, random);
        long start = System.nanoTime();
        double[][] right = prior.at(x).toMatrix();
        for (int i = 0; i < right.length; i++) {
            right[i] = withFirst((roots[i] - mean) / deviation, right[i]);
            for (int s = 1; s <= samples; s++) {
                right[i][s] += Math.sqrt(NOISE) * random.nextGaussian();
            }
        }
        Tensor coefficients;
        try (var bar = new ProgressBar(spec.root().name(), spec.commandLine().getErr(), Terminals.current().err())) {
            coefficients = kriging.coefficients(x, floats(right), bar);
        }
        double[][] estimates = kriging.mean(points, x, coefficients).toMatrix();
        double[][] functions = prior.at(points).toMatrix();
        double[] estimate = new double[estimates.length];
        double[] uncertainty = new double[estimates.length];
        for (int i = 0; i < estimates.length; i++) {
            estimate[i] = mean + deviation * estimates[i][0];
            uncertainty[i] = deviation * rootMeanSquare(functions[i], estimates[i]);
        }
        report(table, mm, estimate, uncertainty, known, (System.nanoTime() - start) / 1e9);
        drawMaps(table, mm, estimate, uncertainty, known);
    }

    /** Cells that are drawn without return; their chance is their area. */
    private int[] drawn(Tensor table, Random random) {
        boolean[] isDrawn = new boolean[GRID.count()];
        int[] known = new int[cells];
        for (int k = 0; k < cells; ) {
            int i = random.nextInt(isDrawn.length);
            if (!isDrawn[i] && random.nextDouble() < area(table, i)) {
                isDrawn[i] = true;
                known[k++] = i;
            }
        }
        return known;
    }

    private static double area(Tensor table, int cell) {
        return Math.cos(Math.toRadians(table.getDouble(cell, 1)));
    }

    private static Tensor rows(Tensor points, int[] which) {
        return floats(Arrays.stream(which).mapToObj(i -> points.rows(i, i + 1L).toDoubleArray())
                .toArray(double[][]::new));
    }

    private static Tensor floats(double[][] rows) {
        return Tensor.of(rows).converted(DType.FLOAT32, Arena.ofAuto());
    }

    private static double[] withFirst(double first, double[] others) {
        double[] all = new double[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    /** How far functions are from what is estimated of them, which stands one further to the right. */
    private static double rootMeanSquare(double[] functions, double[] estimates) {
        double sum = 0;
        for (int s = 0; s < functions.length; s++) {
            double error = functions[s] - estimates[s + 1];
            sum += error * error;
        }
        return Math.sqrt(sum / functions.length);
    }

    private void report(Tensor table, double[] mm, double[] estimate, double[] uncertainty, int[] known,
            double seconds) {
        Tensor points = Sphere.points(table);
        Tensor nearest = Genred.of("SqDist(x,y)", "x = Vi(3)", "y = Vj(3)").reduction(Reduction.ARG_MIN).overJ()
                .build().call(points, rows(points, known));
        boolean[] isKnown = new boolean[mm.length];
        Arrays.stream(known).forEach(i -> isKnown[i] = true);
        double areas = 0;
        double squares = 0;
        double nearestSquares = 0;
        double within = 0;
        for (int i = 0; i < mm.length; i++) {
            double weight = isKnown[i] ? 0 : area(table, i);
            double error = millimetres(estimate[i]) - mm[i];
            double nearestError = mm[known[(int) nearest.longAt(i)]] - mm[i];
            areas += weight;
            squares += weight * error * error;
            nearestSquares += weight * nearestError * nearestError;
            within += Math.abs(Math.sqrt(mm[i]) - estimate[i]) < 2 * uncertainty[i] ? weight : 0;
        }
        out().printf("precipitation: %,d cells known, %,d held out, %.1f s%n", cells, mm.length - cells, seconds);
        out().printf("error of those held out: %.0f mm (root mean square), %.0f mm by the nearest that is known%n",
                Math.sqrt(squares / areas), Math.sqrt(nearestSquares / areas));
        out().printf("within two standard deviations: %.1f %%%n", 100 * within / areas);
    }

    private static double millimetres(double root) {
        return root < 0 ? 0 : root * root;
    }

    private void drawMaps(Tensor table, double[] mm, double[] estimate, double[] uncertainty, int[] known)
            throws IOException {
        var scale = new ColorScale(ColorMap.VIRIDIS, 0, MOST_SHOWN, "mm");
        double[] knownMm = Arrays.stream(known).mapToDouble(i -> mm[i]).toArray();
        Tensor estimates = tensor(Arrays.stream(estimate).map(KernelRegression::millimetres).toArray());
        Tensor deviations = tensor(IntStream.range(0, mm.length)
                .mapToDouble(i -> 2 * Math.max(0, estimate[i]) * uncertainty[i]).toArray());
        List<Chart> maps = List.of(
                WorldMap.of(String.format(Locale.ROOT, "%,d cells where it is known", cells))
                        .points(Columns.of(rows(table, known), 0, 2), tensor(knownMm), scale, 1.8),
                WorldMap.of("Estimate").heatMap(GRID, estimates, scale),
                WorldMap.of("Precipitation in 2016").heatMap(GRID, tensor(mm), scale),
                WorldMap.of("Standard deviation").heatMap(GRID, deviations,
                        new ColorScale(ColorMap.VIRIDIS, 0, 800, "mm")));
        for (Chart map : maps) {
            WorldMap.withCoasts(map, new Color(255, 255, 255, 170));
        }
        album.png("kernel-regression", Picture.grid(2, maps).panelSize(410, 167));
    }

    private static Tensor tensor(double[] values) {
        return Tensor.of(values, values.length);
    }

    /** The curve that made points is a sum of waves; a tenth of the points are far above it. */
    private void drawCurve() throws IOException {
        var random = new Random(seed);
        double[] x = random.doubles(CURVE_POINTS).toArray();
        double[] y = Arrays.stream(x).map(a -> truth(a) + 0.1 * random.nextGaussian()
                + (random.nextInt(10) == 0 ? 1 + 2 * random.nextDouble() : 0)).toArray();
        double[] places = IntStream.rangeClosed(0, 120).mapToDouble(k -> k / 120.0).toArray();
        double[] truth = Arrays.stream(places).map(KernelRegression::truth).toArray();
        var curve = new RobustCurve(x, y);
        double[] plain = curve.at(places);
        for (int round = 0; round < ROUNDS; round++) {
            curve.reweigh();
        }
        double[] robust = curve.at(places);
        double[] deviation = curve.deviation(places);
        out().printf("curve: error %.3f by plain least squares, %.3f robust (root mean square)%n",
                rootMeanSquareOf(plain, truth), rootMeanSquareOf(robust, truth));
        Tensor points = Tensor.of(IntStream.range(0, x.length).mapToObj(i -> new double[] {x[i], y[i]})
                .toArray(double[][]::new));
        album.pngAndSvg("kernel-regression-outliers", Picture.of(Chart.of("")
                .band("two standard deviations", places, shifted(robust, deviation, -2),
                        shifted(robust, deviation, 2), Palette.color(5))
                .points("points", points, Color.GRAY, 3)
                .curve("truth", places, truth, Color.BLACK)
                .curve("least squares", places, plain, Palette.color(1))
                .curve("robust", places, robust, Palette.color(0))).panelSize(800, 360));
    }

    private static double truth(double x) {
        return Math.sin(6 * x) + 0.5 * Math.sin(25 * x);
    }

    private static double[] shifted(double[] values, double[] by, double factor) {
        return IntStream.range(0, values.length).mapToDouble(k -> values[k] + factor * by[k]).toArray();
    }

    private static double rootMeanSquareOf(double[] a, double[] b) {
        return Math.sqrt(IntStream.range(0, a.length).mapToDouble(k -> (a[k] - b[k]) * (a[k] - b[k])).average()
                .orElseThrow());
    }
}
