package keops.examples.mixture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import keops.autograd.Adam;
import keops.console.Defaults;
import keops.console.ExitCode;
import keops.console.ProgressBar;
import keops.console.Terminals;
import keops.examples.draw.Album;
import keops.examples.draw.Chart;
import keops.examples.draw.ColorMap;
import keops.examples.draw.ColorScale;
import keops.examples.draw.Grid;
import keops.examples.draw.Palette;
import keops.examples.draw.Picture;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fits a mixture of Gaussians of all shapes to points in the plane. */
@Command(
        name = "gaussian-mixture",
        sortOptions = false,
        description = {
            "Fits a mixture of Gaussians to points in the plane by gradient descent.",
            "The points come from a mixture that is known, long Gaussians along a spiral. The fit begins with more "
                    + "Gaussians than that, round ones; a prior puts out those that are not needed."
        })
public final class GaussianMixture implements Callable<Integer> {
    private static final int TRUE_COUNT = 7;
    private static final double FIRST_RADIUS = 0.15;
    private static final double RATE = 0.05;
    private static final double HALF_SIDE = 0.95;
    /** Gaussians of less weight are out. */
    private static final double SMALLEST_WEIGHT = 0.01;
    private static final int FRAMES = 30;
    private static final int QUICK_POINTS = 500;
    private static final int MOST_POINTS = 100_000_000;
    private static final int MOST_SPARSITY = 1000;
    private static final int QUICK_STEPS = 150;

    @Option(names = "--points", paramLabel = "COUNT", defaultValue = "10000",
            description = "The number of points (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--gaussians", paramLabel = "COUNT", defaultValue = "20",
            description = "The number of Gaussians at the beginning (default: ${DEFAULT-VALUE}).")
    private int gaussians;

    @Option(names = "--steps", paramLabel = "COUNT", defaultValue = "600",
            description = "The number of steps of Adam (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--sparsity", paramLabel = "FACTOR", defaultValue = "1",
            description = "The factor of the prior, the mean of the roots of the weights (default: ${DEFAULT-VALUE}).")
    private double sparsity;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1",
            description = "The seed of the points and of the first Gaussians (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--quick", description = "Fit few points in few steps, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private GaussianMixture() {}

    @Override
    public Integer call() throws IOException {
        if (quick) {
            count = Defaults.givenOr(spec, "--points", count, QUICK_POINTS);
            steps = Defaults.givenOr(spec, "--steps", steps, QUICK_STEPS);
        }
        requireCount("--points", count, MOST_POINTS);
        requireCount("--gaussians", gaussians, MOST_POINTS);
        requireCount("--steps", steps, Integer.MAX_VALUE);
        if (!(sparsity >= 0 && sparsity <= MOST_SPARSITY)) {
            throw new ParameterException(spec.commandLine(),
                    "--sparsity must be from 0 to " + MOST_SPARSITY + ", but is " + sparsity);
        }
        var random = new Random(seed);
        Mixture truth = Mixture.spiral(TRUE_COUNT);
        Tensor points = truth.sample(count, random);
        Mixture mixture = Mixture.around(points, gaussians, FIRST_RADIUS, random);

        double[] losses = fit(mixture, points);
        double reached = mixture.logLikelihood(points);
        double ofTruth = truth.logLikelihood(points);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("mean log-likelihood of %d points: %.4f by the fit, %.4f by the mixture that they came from%n",
                count, reached, ofTruth);
        out.printf("%d of %d Gaussians have a weight of %.0f %% or more; the points came from %d%n", live(mixture),
                gaussians, 100 * SMALLEST_WEIGHT, TRUE_COUNT);
        album.png("gaussian-mixture", Picture.of(sample(truth, points), likelihood(mixture, points), loss(losses))
                .panelSize(420, 420));
        album.list(out);
        return ExitCode.OK;
    }

    /** Fits the mixture to the points, draws its frames, and returns the loss before each step. */
    private double[] fit(Mixture mixture, Tensor points) throws IOException {
        var adam = new Adam(mixture.parameters(), RATE);
        var losses = new double[steps];
        var frames = new ArrayList<BufferedImage>();
        int pause = Math.max(1, steps / FRAMES);
        try (var bar = new ProgressBar(spec.root().name(), spec.commandLine().getErr(), Terminals.current().err())) {
            for (int step = 0; step < steps; step++) {
                if (step % pause == 0) {
                    frames.add(frame(mixture, points));
                }
                losses[step] = adam.step((tape, p) -> Mixture.loss(tape.constant(points), p, sparsity));
                bar.show(step + 1, steps);
            }
        }
        frames.add(frame(mixture, points));
        album.gif("gaussian-mixture", frames, Duration.ofMillis(150));
        return losses;
    }

    private static int live(Mixture mixture) {
        return (int) Arrays.stream(mixture.weights()).filter(weight -> weight >= SMALLEST_WEIGHT).count();
    }

    private static BufferedImage frame(Mixture mixture, Tensor points) {
        return Picture.of(likelihood(mixture, points)).panelSize(380, 380).image();
    }

    private static Chart sample(Mixture truth, Tensor points) {
        Chart chart = Chart.of(points.size(0) + " points, and where they came from").equalAxes()
                .range(-HALF_SIDE, HALF_SIDE, -HALF_SIDE, HALF_SIDE).points("", points, new Color(0x60808080, true), 2);
        return ellipses(chart, truth, Palette.color(1));
    }

    private static Chart likelihood(Mixture mixture, Tensor points) {
        Grid grid = Grid.square(-HALF_SIDE, HALF_SIDE, 200);
        double[][] cells = grid.points().toMatrix();
        double[] density = Arrays.stream(mixture.logDensity(Tensor.of(cells))).map(Math::exp).toArray();
        Tensor values = Tensor.of(density, density.length);
        Tensor some = points.rows(0, Math.min(500, points.size(0)));
        Chart chart = Chart.of(live(mixture) + " Gaussians: density and 2 standard deviations").equalAxes()
                .heatMap(grid, values, new ColorScale(ColorMap.VIRIDIS, 0, ColorScale.of(values, "").high(), ""))
                .points("", some, new Color(0x60ffffff, true), 1.5);
        return ellipses(chart, mixture, Color.WHITE);
    }

    private static Chart ellipses(Chart chart, Mixture mixture, Color color) {
        double[] weights = mixture.weights();
        for (int k = 0; k < weights.length; k++) {
            if (weights[k] >= SMALLEST_WEIGHT) {
                double[][] spread = mixture.spread(k);
                double[][] twice = {{2 * spread[0][0], 2 * spread[0][1]}, {2 * spread[1][0], 2 * spread[1][1]}};
                chart.ellipse(mixture.centres().getDouble(k, 0), mixture.centres().getDouble(k, 1), twice, color);
            }
        }
        return chart;
    }

    private static Chart loss(double[] losses) {
        double[] step = new double[losses.length];
        Arrays.setAll(step, k -> k);
        return Chart.of("Loss").labels("step", "").curve("", step, losses, Palette.color(0));
    }

    private void requireCount(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), option + " must be at least 1"
                    + (value < 1 ? "" : " and at most " + most) + ", but is " + value);
        }
    }
}
