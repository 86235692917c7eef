package keops.examples.transport;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import keops.autograd.Losses;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.console.Defaults;
import keops.console.ExitCode;
import keops.console.ProgressBar;
import keops.console.Terminals;
import keops.examples.draw.Album;
import keops.examples.draw.Chart;
import keops.examples.draw.ColorMap;
import keops.examples.draw.ColorScale;
import keops.examples.draw.ImagePanel;
import keops.examples.draw.Picture;
import keops.tensor.Tensor;
import keops.transport.PointCloud;
import keops.transport.SinkhornDivergence;
import keops.transport.TransportPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Optimal transport between two shapes and between the colours of two images. Not thread-safe. */
@Command(
        name = "optimal-transport",
        sortOptions = false,
        description = {
            "Carries a moon to a heart, and the colours of one image to another.",
            "Sinkhorn divergences give the plan, and the gradient that points flow along."
        })
public final class OptimalTransport implements Callable<Integer> {
    private static final double BLUR = 0.05;
    private static final double QUICK_BLUR = 0.15;
    private static final double COLOR_BLUR = 0.05;
    private static final double RATE = 0.12;
    private static final int SHOWN = 6;
    private static final int QUICK_POINTS = 600;
    private static final int QUICK_WIDTH = 32;
    private static final int ARROWS = 60;
    private static final int MOST_POINTS = 10_000_000;
    private static final int MOST_PIXELS = 4096;
    private static final int SEED = 1;

    @Option(names = "--points", paramLabel = "COUNT", defaultValue = "10000",
            description = "The number of points of each shape; the flow takes a fifth (default: ${DEFAULT-VALUE}).")
    private int points;

    @Option(names = "--steps", paramLabel = "COUNT", defaultValue = "30",
            description = "The number of steps of the flow (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--pixels", paramLabel = "WIDTH", defaultValue = "128",
            description = "The width of the images in pixels (default: ${DEFAULT-VALUE}).")
    private int width;

    @Option(names = "--first", paramLabel = "IMAGE", description = "The first image (default: an evening).")
    private Path firstImage;

    @Option(names = "--second", paramLabel = "IMAGE", description = "The second image (default: a noon).")
    private Path secondImage;

    @Option(names = "--quick", description = "Take few points, steps and pixels, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private OptimalTransport() {}

    @Override
    public Integer call() throws IOException {
        if (quick) {
            points = Defaults.givenOr(spec, "--points", points, QUICK_POINTS);
            steps = Defaults.givenOr(spec, "--steps", steps, SHOWN);
            width = Defaults.givenOr(spec, "--pixels", width, QUICK_WIDTH);
        }
        if (points < ARROWS || points > MOST_POINTS || steps < SHOWN || width < 16 || width > MOST_PIXELS) {
            throw new ParameterException(spec.commandLine(), "at least " + ARROWS + " points, " + SHOWN
                    + " steps and 16 pixels are needed, and at most " + MOST_POINTS + " points and " + MOST_PIXELS
                    + " pixels, but there are " + points + ", " + steps + " and " + width);
        }
        Pixels one = firstImage == null
                ? Pixels.of(MadeImage.EVENING, "evening", width)
                : Pixels.read(firstImage, width);
        Pixels two = secondImage == null
                ? Pixels.of(MadeImage.NOON, "noon", width)
                : Pixels.read(secondImage, width);
        drawPlan(Shape.MOON.sample(points, SEED), Shape.HEART.sample(points, SEED + 1));
        drawFlow(Shape.MOON.sample(points / 5, SEED), Shape.HEART.sample(points / 5, SEED + 1), steps);
        drawColors(one, two);
        album.list(out());
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private ProgressBar bar() {
        return new ProgressBar(spec.root().name(), spec.commandLine().getErr(), Terminals.current().err());
    }

    /** The plan between two shapes: where points go, and where those of the other shape come from. */
    private void drawPlan(Tensor x, Tensor y) throws IOException {
        SinkhornDivergence loss = SinkhornDivergence.ofBlur(quick ? QUICK_BLUR : BLUR).tolerance(1e-4).scaling(0.7);
        long start = System.nanoTime();
        TransportPlan plan;
        Tensor images;
        Tensor origins;
        try (ProgressBar bar = bar()) {
            plan = loss.progress(bar).solve(PointCloud.of(x), PointCloud.of(y));
            images = plan.averageOverSecond(y);
            origins = plan.averageOverFirst(x);
        }
        out().printf("plan between %d and %d points: divergence %.5f, marginals within %.1e, %d steps, %.1f s%n",
                x.size(0), y.size(0), plan.value(), plan.marginalError(), plan.steps(), seconds(start));
        out().printf("divergence of the first shape from itself: %.1e%n",
                loss.value(PointCloud.of(x), PointCloud.of(x)));
        var scale = new ColorScale(ColorMap.VIRIDIS, -1.2, 0.7, "");
        double size = quick ? 4 : 2;
        Chart chart = Chart.of("").equalAxes().withoutAxes()
                .points(x, column(x, 1), scale, size)
                .points(y, column(origins, 1), scale, size)
                .arrows(x.rows(0, ARROWS), images.rows(0, ARROWS), new Color(0, 0, 0, 110));
        album.png("optimal-transport-plan", Picture.of(chart).panelSize(1000, 480));
    }

    /** Points flow down the gradient of the divergence. */
    private void drawFlow(Tensor x, Tensor y, int count) throws IOException {
        SinkhornDivergence loss = SinkhornDivergence.ofBlur(BLUR).tolerance(1e-2);
        Tensor heights = column(x, 1);
        var frames = new ArrayList<BufferedImage>();
        var charts = new ArrayList<Chart>();
        var values = new ArrayList<Double>();
        long start = System.nanoTime();
        try (ProgressBar bar = bar()) {
            for (int step = 0; step <= count; step++) {
                Chart chart = flowChart(step, x, heights, y);
                frames.add(Picture.of(chart).panelSize(640, 320).image());
                if (step * (SHOWN - 1) / count > (step - 1) * (SHOWN - 1) / count || step == 0) {
                    charts.add(chart);
                }
                values.add(descend(loss, x, y));
                bar.show(step, count);
            }
        }
        out().printf("flow of %d points in %d steps: divergence from %.5f to %.5f, %.1f s%n", x.size(0), count,
                values.getFirst(), values.getLast(), seconds(start));
        album.png("optimal-transport-flow", Picture.grid(3, charts).panelSize(420, 240));
        album.gif("optimal-transport-flow", frames, Duration.ofMillis(120));
    }

    /** Moves the points by a step, and gives the divergence before it. */
    static double descend(SinkhornDivergence loss, Tensor x, Tensor y) {
        try (Tape tape = new Tape()) {
            TapeVariable variable = tape.variable(x);
            TapeVariable value = Losses.of(loss, variable, tape.constant(y));
            value.backward();
            // Each point has the weight 1 / M, and so has its part of the gradient.
            Tensor slope = variable.gradient();
            for (long k = 0; k < x.count(); k++) {
                x.setDoubleAt(k, x.doubleAt(k) - RATE * x.size(0) * slope.doubleAt(k));
            }
            return value.item();
        }
    }

    private static Chart flowChart(int step, Tensor x, Tensor heights, Tensor y) {
        Tensor now = Tensor.of(x.toFloatArray(), x.shape());
        return Chart.of("step " + step).equalAxes().withoutAxes().range(-2.7, 2.2, -1.15, 1.15)
                .points("", y, new Color(225, 225, 225), 3)
                .points(now, heights, new ColorScale(ColorMap.VIRIDIS, -1.2, 0.7, ""), 3);
    }

    /** Gives each pixel the average colour of where the plan carries it. */
    private void drawColors(Pixels one, Pixels two) throws IOException {
        SinkhornDivergence cost = SinkhornDivergence.ofBlur(COLOR_BLUR).debiased(false).tolerance(1e-3);
        long start = System.nanoTime();
        Tensor ofTwo;
        Tensor ofOne;
        try (ProgressBar bar = bar()) {
            TransportPlan plan = cost.progress(bar).solve(PointCloud.of(one.colors()), PointCloud.of(two.colors()));
            ofTwo = plan.averageOverSecond(two.colors());
            ofOne = plan.averageOverFirst(one.colors());
        }
        out().printf("colours of %d pixels carried to those of %d: %.1f s%n", one.colors().size(0),
                two.colors().size(0), seconds(start));
        album.png("optimal-transport-colours", Picture.grid(2, List.of(
                new ImagePanel(one.name(), one.image()),
                new ImagePanel(two.name(), two.image()),
                new ImagePanel(one.name() + " in the colours of " + two.name(), one.image(ofTwo)),
                new ImagePanel(two.name() + " in the colours of " + one.name(), two.image(ofOne))))
                .panelSize(440, 370));
    }

    private static Tensor column(Tensor rows, int column) {
        float[] values = new float[Math.toIntExact(rows.size(0))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rows.getDouble(i, column);
        }
        return Tensor.of(values);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
