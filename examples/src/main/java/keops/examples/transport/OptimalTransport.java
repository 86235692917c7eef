package keops.examples.transport;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import keops.autograd.Losses;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
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
    private static final int ARROWS = 60;
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

    @Option(names = "--quick", description = "Take few points, steps and pixels, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private OptimalTransport() {}

    @Override
    public Integer call() throws IOException {
        if (points < ARROWS || steps < SHOWN || width < 16) {
            throw new ParameterException(spec.commandLine(), "at least " + ARROWS + " points, " + SHOWN
                    + " steps and 16 pixels are needed, but there are " + points + ", " + steps + " and " + width);
        }
        int count = quick ? 600 : points;
        drawPlan(Shape.MOON.sample(count, SEED), Shape.HEART.sample(count, SEED + 1));
        drawFlow(Shape.MOON.sample(count / 5, SEED), Shape.HEART.sample(count / 5, SEED + 1), quick ? SHOWN : steps);
        drawColors(quick ? 32 : width);
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
    private void drawColors(int columns) throws IOException {
        Tensor evening = MadeImage.EVENING.pixels(columns);
        Tensor noon = MadeImage.NOON.pixels(columns);
        SinkhornDivergence cost = SinkhornDivergence.ofBlur(COLOR_BLUR).debiased(false).tolerance(1e-3);
        long start = System.nanoTime();
        Tensor warm;
        Tensor cold;
        try (ProgressBar bar = bar()) {
            TransportPlan plan = cost.progress(bar).solve(PointCloud.of(evening), PointCloud.of(noon));
            cold = plan.averageOverSecond(noon);
            warm = plan.averageOverFirst(evening);
        }
        out().printf("colours of %d pixels carried to those of %d: %.1f s%n", evening.size(0), noon.size(0),
                seconds(start));
        album.png("optimal-transport-colours", Picture.grid(2, List.of(
                new ImagePanel("evening", MadeImage.image(evening, columns)),
                new ImagePanel("noon", MadeImage.image(noon, columns)),
                new ImagePanel("evening in the colours of noon", MadeImage.image(cold, columns)),
                new ImagePanel("noon in the colours of evening", MadeImage.image(warm, columns)))).panelSize(440, 370));
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
