package keops.examples.spectral;

import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import keops.Genred;
import keops.console.ExitCode;
import keops.console.ProgressBar;
import keops.console.Terminals;
import keops.examples.data.Columns;
import keops.examples.data.LabelledImages;
import keops.examples.draw.Album;
import keops.examples.draw.Chart;
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

/** Embeds handwritten digits by eigenvectors. Not thread-safe. */
@Command(
        name = "spectral",
        sortOptions = false,
        description = {
            "Embeds handwritten digits in few dimensions, by eigenvectors of a kernel matrix of their pixels.",
            "Labels are not used, but colour the picture, and tell how many digits have the label of the nearest other."
        })
public final class Spectral implements Callable<Integer> {
    private static final int WANTED = 11;
    private static final int COLUMNS = 24;
    private static final double ENOUGH = 1e-6;
    private static final int MOST_STEPS = 1000;
    private static final int CLASSES = 10;
    private static final double FAR = 0.7;
    /** As a share of the axes. */
    private static final double NEAR = 0.08;
    private static final int QUICK_DIGITS = 500;

    @Option(names = "--images", paramLabel = "FILE.npy",
            description = "The images, one per row (default: the digits of the repository).")
    private Path images;

    @Option(names = "--labels", paramLabel = "FILE.npy",
            description = "The label of each image, int64 from 0 to 9.")
    private Path labels;

    @Option(names = "--neighbour", paramLabel = "K", defaultValue = "15",
            description = "The kernel of a digit is half as wide as the distance of this neighbour "
                    + "(default: ${DEFAULT-VALUE}).")
    private int neighbour;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1",
            description = "The seed of the first columns (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--quick", description = "Take few digits, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private Spectral() {}

    @Override
    public Integer call() throws IOException {
        if (neighbour < 1 || neighbour > 100) {
            throw new ParameterException(spec.commandLine(), "--neighbour must be from 1 to 100, but is " + neighbour);
        }
        try (Arena arena = Arena.ofShared()) {
            LabelledImages digits = LabelledImages.read(images, labels, arena)
                    .checked(Math.max(neighbour + 1, COLUMNS), CLASSES);
            long count = quick ? Math.min(QUICK_DIGITS, digits.count()) : digits.count();
            Tensor x = digits.images().rows(0, count).converted(DType.FLOAT64, arena);
            draw(x, digits.labels().rows(0, count));
        }
        album.list(out());
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void draw(Tensor x, Tensor label) throws IOException {
        long start = System.nanoTime();
        var kernel = new NormalizedKernel(x, neighbour, COLUMNS);
        Eigenvectors found = eigenvectors(kernel, Math.toIntExact(x.size(0)));
        out().printf("eigenvectors: %d of a matrix of %,d rows, %d steps, residual %.1e, %.1f s%n", WANTED, x.size(0),
                found.steps(), found.residual(), (System.nanoTime() - start) / 1e9);
        Tensor embedding = embedding(kernel, found);
        out().printf("nearest other has the same label: %.1f %% of the digits by %d pixels, "
                + "%.1f %% by %d coordinates%n", 100 * sameLabel(x, label), x.size(1),
                100 * sameLabel(embedding, label), embedding.size(1));
        double[] number = new double[WANTED];
        Arrays.setAll(number, k -> k + 1);
        double[] values = found.values().stream().mapToDouble(Double::doubleValue).toArray();
        List<Chart> charts = new ArrayList<>();
        for (int k = 0; k < WANTED - 2; k += 2) {
            charts.add(map("Eigenvectors " + (k + 2) + " and " + (k + 3), Columns.of(embedding, k, k + 2), label));
        }
        charts.add(Chart.of("Eigenvalues").labels("number", "").curve("", number, values, Palette.color(0)));
        album.png("spectral", Picture.grid(3, charts).panelSize(320, 320));
    }

    private Eigenvectors eigenvectors(NormalizedKernel kernel, int size) {
        var step = new AtomicInteger();
        try (var bar = new ProgressBar(spec.root().name(), spec.commandLine().getErr(), Terminals.current().err())) {
            return Eigenvectors.leading(q -> {
                bar.show(step.incrementAndGet(), MOST_STEPS);
                return kernel.times(q);
            }, size, COLUMNS, WANTED, ENOUGH, MOST_STEPS, new Random(seed));
        }
    }

    /**
     * The eigenvectors of the random walk D^-1 K, (N, WANTED - 1). The first, which is constant, is left out; the
     * others are as long as if their components were about 1.
     */
    private static Tensor embedding(NormalizedKernel kernel, Eigenvectors found) {
        double[] roots = kernel.roots();
        double[][] vectors = found.vectors().toMatrix();
        double[][] rows = new double[roots.length][WANTED - 1];
        for (int i = 0; i < roots.length; i++) {
            for (int k = 1; k < WANTED; k++) {
                rows[i][k - 1] = roots[i] * vectors[i][k] / (roots[0] * Math.abs(vectors[0][0]));
            }
        }
        return Tensor.of(rows);
    }

    /** The share of points whose nearest other has their label. */
    static double sameLabel(Tensor x, Tensor label) {
        long dim = x.size(1);
        Tensor nearest = Genred.of("SqDist(x,y)", "x = Vi(" + dim + ")", "y = Vj(" + dim + ")")
                .reduction(Reduction.argKMin(2))
                .overJ()
                .build()
                .call(x, x);
        long same = 0;
        for (long i = 0; i < x.size(0); i++) {
            long other = nearest.getLong(i, 0) == i ? nearest.getLong(i, 1) : nearest.getLong(i, 0);
            same += label.longAt(other) == label.longAt(i) ? 1 : 0;
        }
        return (double) same / x.size(0);
    }

    /** The middle of the points of some digits. */
    private record Middle(double x, double y, String digits) {}

    /**
     * Points in the colours of their labels, and the label in the middle of its points if they are not in the heap.
     * Labels whose places are so near that one would hide the other become one text.
     */
    private static Chart map(String title, Tensor points, Tensor label) {
        double nearX = NEAR * span(points, 0);
        double nearY = NEAR * span(points, 1);
        List<Middle> middles = new ArrayList<>();
        for (int digit = 0; digit < CLASSES; digit++) {
            long now = digit;
            int[] which = IntStream.range(0, (int) points.size(0)).filter(i -> label.longAt(i) == now).toArray();
            double x = median(points, which, 0);
            double y = median(points, which, 1);
            if (Math.hypot(x, y) > FAR) {
                Optional<Middle> other = middles.stream()
                        .filter(m -> Math.abs(m.x - x) < nearX && Math.abs(m.y - y) < nearY).findFirst();
                other.ifPresent(middles::remove);
                middles.add(other.map(m -> new Middle((m.x + x) / 2, (m.y + y) / 2, m.digits + ", " + now))
                        .orElse(new Middle(x, y, Long.toString(now))));
            }
        }
        Chart chart = Chart.of(title).classes(points, label, 3);
        middles.forEach(middle -> chart.text(middle.x, middle.y, middle.digits, Color.BLACK));
        return chart;
    }

    private static double span(Tensor points, int column) {
        DoubleSummaryStatistics all = IntStream.range(0, (int) points.size(0))
                .mapToDouble(i -> points.getDouble(i, column)).summaryStatistics();
        return all.getMax() - all.getMin();
    }

    private static double median(Tensor points, int[] which, int column) {
        double[] sorted = Arrays.stream(which).mapToDouble(i -> points.getDouble(i, column)).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
