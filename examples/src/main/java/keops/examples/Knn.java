package keops.examples;

import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import keops.Genred;
import keops.console.Defaults;
import keops.console.ExitCode;
import keops.examples.data.LabelledImages;
import keops.examples.draw.Album;
import keops.examples.draw.Chart;
import keops.examples.draw.ColorScale;
import keops.examples.draw.Grid;
import keops.examples.draw.Palette;
import keops.examples.draw.Picture;
import keops.reduction.Reduction;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** K nearest neighbours: of handwritten digits, and among a million points in space. */
@Command(
        name = "knn",
        sortOptions = false,
        description = {
            "Finds K nearest neighbours of handwritten digits, and of points in space.",
            "The last 797 digits get the label of the majority of their neighbours among the first 1000. The points "
                    + "lie anywhere in a cube; how far their neighbours are is compared with what is to be expected."
        })
final class Knn implements Callable<Integer> {
    private static final int REFERENCES = 1000;
    private static final int CLASSES = 10;
    private static final int NEIGHBOURS = 15;
    private static final int MOST_POINTS = 500_000_000;
    private static final int SHOWN_K = 3;
    private static final int QUICK_POINTS = 5000;
    private static final int QUICK_QUERIES = 200;
    private static final double NANOS_PER_SECOND = 1e9;

    @Option(names = "--images", paramLabel = "FILE.npy",
            description = "The images, one per row (default: the digits of the repository).")
    private Path images;

    @Option(names = "--labels", paramLabel = "FILE.npy",
            description = "The label of each image, int64 from 0 to 9.")
    private Path labels;

    @Option(names = "--points", paramLabel = "COUNT", defaultValue = "1000000",
            description = "The number of points in space (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--queries", paramLabel = "COUNT", defaultValue = "5000",
            description = "The number of places whose neighbours are found among them (default: ${DEFAULT-VALUE}).")
    private int queries;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1",
            description = "The seed of the points in space (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--quick", description = "Take few points, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private Knn() {}

    @Override
    public Integer call() throws IOException {
        if (quick) {
            count = Defaults.givenOr(spec, "--points", count, QUICK_POINTS);
            queries = Defaults.givenOr(spec, "--queries", queries, QUICK_QUERIES);
        }
        if (count < NEIGHBOURS || count > MOST_POINTS || queries < 1 || queries > MOST_POINTS) {
            throw new ParameterException(spec.commandLine(), "--points must be at least " + NEIGHBOURS
                    + " and --queries at least 1, and both at most " + MOST_POINTS + ", but they are " + count + " and "
                    + queries);
        }
        Chart confusion;
        Chart errors;
        try (Arena arena = Arena.ofShared()) {
            LabelledImages digits = LabelledImages.read(images, labels, arena).checked(REFERENCES + 1, CLASSES);
            Tensor x = digits.images();
            Tensor label = digits.labels();
            Tensor neighbours = nearest(x.rows(REFERENCES, x.size(0)), x.rows(0, REFERENCES), NEIGHBOURS);
            confusion = confusionChart(confusion(neighbours, SHOWN_K, label));
            errors = errorChart(neighbours, label);
        }
        Chart distances = distanceChart();
        album.pngAndSvg("knn", Picture.of(confusion, errors, distances).panelSize(420, 420));
        album.list(spec.commandLine().getOut());
        return ExitCode.OK;
    }

    /** The indices of the k rows of y that are nearest to each row of x, the nearest first: int64 (M, k). */
    static Tensor nearest(Tensor x, Tensor y, int k) {
        long dim = x.size(1);
        return Genred.of("SqDist(x,y)", "x = Vi(" + dim + ")", "y = Vj(" + dim + ")")
                .reduction(Reduction.argKMin(k))
                .overJ()
                .build()
                .call(x, y);
    }

    /** How many digits of each class, which are the rows, were taken for each class. */
    private static int[][] confusion(Tensor neighbours, int k, Tensor label) {
        int[][] counts = new int[CLASSES][CLASSES];
        for (long i = 0; i < neighbours.size(0); i++) {
            counts[(int) label.longAt(REFERENCES + i)][(int) Votes.majority(neighbours, i, k, label)]++;
        }
        return counts;
    }

    private static int errors(int[][] confusion) {
        return IntStream.range(0, CLASSES).map(c -> Arrays.stream(confusion[c]).sum() - confusion[c][c]).sum();
    }

    private static Chart confusionChart(int[][] counts) {
        var grid = new Grid(-0.5, CLASSES - 0.5, -0.5, CLASSES - 0.5, CLASSES, CLASSES);
        double[] shades = Arrays.stream(counts).flatMapToInt(Arrays::stream).mapToDouble(Math::log1p).toArray();
        Tensor values = Tensor.of(shades, shades.length);
        Chart chart = Chart.of(errors(counts) + " errors by " + SHOWN_K + " neighbours").equalAxes()
                .labels("taken for", "digit").heatMap(grid, values, ColorScale.of(values, ""));
        for (int is = 0; is < CLASSES; is++) {
            for (int taken = 0; taken < CLASSES; taken++) {
                if (counts[is][taken] > 0) {
                    chart.text(taken, is, Integer.toString(counts[is][taken]), is == taken ? Color.BLACK : Color.WHITE);
                }
            }
        }
        return chart;
    }

    private Chart errorChart(Tensor neighbours, Tensor label) {
        PrintWriter out = spec.commandLine().getOut();
        double[] ks = new double[NEIGHBOURS];
        double[] wrong = new double[NEIGHBOURS];
        for (int k = 1; k <= NEIGHBOURS; k++) {
            ks[k - 1] = k;
            wrong[k - 1] = errors(confusion(neighbours, k, label));
        }
        out.printf("digits: %.0f of %d misclassified by their nearest neighbour, %.0f by %d%n", wrong[0],
                neighbours.size(0), wrong[SHOWN_K - 1], SHOWN_K);
        return Chart.of("Errors among " + neighbours.size(0) + " digits").labels("K", "")
                .curve("", ks, wrong, Palette.color(0));
    }

    /** How far the neighbours in space are, and how far they are to be expected. */
    private Chart distanceChart() {
        var random = new Random(seed);
        Tensor points = uniform(count, 0, random);
        // Away from the faces of the cube, beyond which nobody is.
        Tensor places = uniform(queries, 0.1, random);
        long start = System.nanoTime();
        Tensor neighbours = nearest(places, points, NEIGHBOURS);
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        double[] ks = new double[NEIGHBOURS];
        double[] found = new double[NEIGHBOURS];
        double[] expected = new double[NEIGHBOURS];
        for (int k = 0; k < NEIGHBOURS; k++) {
            ks[k] = k + 1;
            found[k] = meanDistance(places, points, neighbours, k);
            expected[k] = k == 0 ? expectedDistance(count) : expected[k - 1] * (k + 1.0 / 3) / k;
        }
        spec.commandLine().getOut().printf("space: the %d nearest of %,d points to each of %,d places in %.2f s; the "
                + "nearest is %.5f away in the mean, %.5f are expected%n", NEIGHBOURS, count, queries, seconds,
                found[0], expected[0]);
        return Chart.of("Mean distance to neighbour K in space").labels("K", "")
                .curve("expected", ks, expected, Palette.color(4)).points("found", pairs(ks, found), Palette.color(0),
                7);
    }

    private static Tensor pairs(double[] xs, double[] ys) {
        return Tensor.of(IntStream.range(0, xs.length).mapToObj(k -> new double[] {xs[k], ys[k]})
                .toArray(double[][]::new));
    }

    private static Tensor uniform(int count, double margin, Random random) {
        float[] numbers = new float[Math.multiplyExact(3, count)];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = (float) (margin + (1 - 2 * margin) * random.nextDouble());
        }
        return Tensor.of(numbers, count, 3);
    }

    private static double meanDistance(Tensor places, Tensor points, Tensor neighbours, int k) {
        double sum = 0;
        for (long i = 0; i < places.size(0); i++) {
            double squares = 0;
            for (int d = 0; d < 3; d++) {
                double difference = places.getDouble(i, d) - points.getDouble(neighbours.getLong(i, k), d);
                squares += difference * difference;
            }
            sum += Math.sqrt(squares);
        }
        return sum / places.size(0);
    }

    /**
     * The mean distance to the nearest of n random points in a large cube of volume 1: Gamma(4/3) (3 / (4 pi n))^(1/3).
     * That to neighbour k + 1 is (k + 1/3) / k times that to neighbour k.
     */
    static double expectedDistance(long n) {
        double gammaOfFourThirds = 0.8929795115692493;
        return gammaOfFourThirds * Math.cbrt(3 / (4 * Math.PI * n));
    }
}
