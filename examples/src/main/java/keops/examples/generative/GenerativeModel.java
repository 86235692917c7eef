package keops.examples.generative;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import keops.console.Defaults;
import keops.console.ExitCode;
import keops.console.ProgressBar;
import keops.console.Terminals;
import keops.examples.draw.Album;
import keops.examples.draw.Chart;
import keops.examples.draw.ColorMap;
import keops.examples.draw.ColorScale;
import keops.examples.draw.Palette;
import keops.examples.draw.Picture;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a small network to make points like those of the data, by four losses side by side. Not thread-safe. */
@Command(
        name = "generative-model",
        sortOptions = false,
        description = {
            "Trains a small network to make points like those of the data, by four losses side by side.",
            "All begin with the same weights and see the same batches: the energy distance, the norm of a Gaussian "
                    + "kernel, the log-likelihood, and a Sinkhorn divergence."
        })
public final class GenerativeModel implements Callable<Integer> {
    private static final int FRAMES = 40;
    private static final int QUICK_FRAMES = 4;
    private static final double HALF_SIDE = 1.4;
    private static final int QUICK_BATCH = 100;
    private static final int MOST_POINTS = 1_000_000;
    private static final int MOST_NEURONS = 10_000;
    private static final int QUICK_STEPS = 60;

    @Option(names = "--batch", paramLabel = "COUNT", defaultValue = "500",
            description = "The number of points that a step takes, new ones each time (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--steps", paramLabel = "COUNT", defaultValue = "600",
            description = "The number of steps of Adam (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--neurons", paramLabel = "COUNT", defaultValue = "32",
            description = "The number of neurons of each hidden layer (default: ${DEFAULT-VALUE}).")
    private int neurons;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1",
            description = "The seed of the weights and of all points (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--quick", description = "Train on few points in few steps, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private GenerativeModel() {}

    @Override
    public Integer call() throws IOException {
        if (quick) {
            batch = Defaults.givenOr(spec, "--batch", batch, QUICK_BATCH);
            steps = Defaults.givenOr(spec, "--steps", steps, QUICK_STEPS);
        }
        if (batch < 1 || batch > MOST_POINTS || steps < 2 || neurons < 1 || neurons > MOST_NEURONS) {
            throw new ParameterException(spec.commandLine(), "--batch must be from 1 to " + MOST_POINTS
                    + ", --steps at least 2 and --neurons from 1 to " + MOST_NEURONS + ", but they are " + batch + ", "
                    + steps + " and " + neurons);
        }
        List<Training> trainings = Stream.of(Criterion.values())
                .map(criterion -> Training.begin(criterion, neurons, seed)).toList();
        // What is seen in training is not what is measured.
        var random = new Random(seed + 1);
        Tensor data = Pinwheel.sample(4 * batch, random);
        Tensor latent = Generator.latent(4 * batch, random);
        train(trainings, data, latent, random);
        printLosses(trainings, data, latent, random);
        album.list(spec.commandLine().getOut());
        return ExitCode.OK;
    }

    /** Trains all of them, and draws them as they learn. */
    private void train(List<Training> trainings, Tensor data, Tensor latent, Random random) throws IOException {
        var frames = new ArrayList<BufferedImage>();
        var shown = new ArrayList<Chart>();
        var times = new ArrayList<Double>();
        var distances = new ArrayList<double[]>();
        int pause = Math.max(1, steps / (quick ? QUICK_FRAMES : FRAMES));
        try (var bar = new ProgressBar(spec.root().name(), spec.commandLine().getErr(), Terminals.current().err())) {
            for (int step = 0; step <= steps; step++) {
                boolean isShown = step == steps / 10 || step == steps;
                if (isShown || step % pause == 0) {
                    List<Tensor> made = trainings.stream().map(each -> each.generator().points(latent)).toList();
                    List<Chart> charts = charts(trainings, made, data, latent, step);
                    frames.add(Picture.grid(4, charts).panelSize(250, 270).image());
                    times.add((double) step);
                    distances.add(made.stream()
                            .mapToDouble(points -> Training.loss(Criterion.ENERGY, points, data)).toArray());
                    shown.addAll(isShown ? charts : List.of());
                }
                if (step < steps) {
                    Tensor start = Generator.latent(batch, random);
                    Tensor some = Pinwheel.sample(batch, random);
                    trainings.forEach(training -> training.step(start, some));
                    bar.show(step + 1, steps);
                }
            }
        }
        album.png("generative-model", Picture.grid(4, shown).panelSize(250, 270));
        Chart distance = distanceChart(trainings, times, distances);
        album.pngAndSvg("generative-model-distance", Picture.of(distance).panelSize(720, 400));
        album.gif("generative-model", frames, Duration.ofMillis(150));
    }

    /** Half of what each network makes, in the colours of where it comes from, over the data. */
    private static List<Chart> charts(
            List<Training> trainings, List<Tensor> made, Tensor data, Tensor latent, int step) {
        long count = latent.size(0) / 2;
        Tensor angles = angles(latent.rows(0, count));
        var scale = new ColorScale(ColorMap.VIRIDIS, 0, Math.PI, "");
        var charts = new ArrayList<Chart>();
        for (int k = 0; k < made.size(); k++) {
            charts.add(Chart.of(trainings.get(k).criterion().title() + ", step " + step).equalAxes().withoutAxes()
                    .range(-HALF_SIDE, HALF_SIDE, -HALF_SIDE, HALF_SIDE)
                    .points("", data.rows(0, count), new Color(0xdcdcdc), 4)
                    .points(made.get(k).rows(0, count), angles, scale, 2));
        }
        return charts;
    }

    /** The angle of each latent point with the axis, from 0 to pi. */
    private static Tensor angles(Tensor latent) {
        double[] angles = Arrays.stream(latent.toMatrix()).mapToDouble(z -> Math.abs(Math.atan2(z[1], z[0]))).toArray();
        return Tensor.of(angles, angles.length);
    }

    private static Chart distanceChart(List<Training> trainings, List<Double> times, List<double[]> distances) {
        double[] x = times.stream().mapToDouble(Double::doubleValue).toArray();
        Chart chart = Chart.of("Energy distance to new data, trained by").labels("step", "").logarithmic();
        for (int k = 0; k < trainings.size(); k++) {
            int column = k;
            double[] y = distances.stream().mapToDouble(row -> row[column]).toArray();
            chart.curve(trainings.get(k).criterion().title(), x, y, Palette.color(k));
        }
        return chart;
    }

    /** A table: by what it was trained, and by what it is measured. */
    private void printLosses(List<Training> trainings, Tensor data, Tensor latent, Random random) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-22s", "trained by");
        trainings.forEach(training -> out.printf("%22s", training.criterion().title()));
        out.println();
        for (Training training : trainings) {
            printRow(training.criterion().title(), training.generator().points(latent), data);
        }
        printRow("(the data)", Pinwheel.sample(4 * batch, random), data);
    }

    private void printRow(String name, Tensor points, Tensor data) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-22s", name);
        for (Criterion criterion : Criterion.values()) {
            out.printf("%22.5f", Training.loss(criterion, points, data));
        }
        out.println();
    }
}
