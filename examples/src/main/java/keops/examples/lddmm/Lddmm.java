package keops.examples.lddmm;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import keops.autograd.Lbfgs;
import keops.console.Defaults;
import keops.console.ExitCode;
import keops.console.ProgressBar;
import keops.console.Terminals;
import keops.error.FormulaException;
import keops.examples.draw.Album;
import keops.examples.draw.Chart;
import keops.examples.draw.ColorMap;
import keops.examples.draw.ColorScale;
import keops.examples.draw.Palette;
import keops.examples.draw.Panel;
import keops.examples.draw.Picture;
import keops.examples.shape.Mesh;
import keops.examples.shape.MeshPanel;
import keops.examples.shape.Ply;
import keops.examples.shape.Surfaces;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Turns one surface into another by a geodesic of diffeomorphisms. Not thread-safe. */
@Command(
        name = "lddmm",
        sortOptions = false,
        description = {
            "Turns one closed surface into another, a ball into an animal, without tearing or folding it.",
            "The vertices move along a geodesic of diffeomorphisms (LDDMM). L-BFGS finds the momenta at its start "
                    + "through the whole motion. The distance between the surfaces is that of varifolds: no vertex "
                    + "needs a partner. Lengths are relative to half the longest side of the box around the target."
        })
public final class Lddmm implements Callable<Integer> {
    private static final String RESULT = "lddmm-result.ply";
    private static final double QUICK_DETAIL = 0.35;
    private static final int QUICK_TIMES = 4;
    private static final int MOST_TIMES = 1000;
    /** Lengths, and weights, that float64 holds with all that is computed of them. */
    private static final double SHORTEST = 1e-6;
    private static final double LONGEST = 1e6;
    private static final int QUICK_STEPS = 50;
    /** How many pictures there are of the motion, after the first. */
    private static final int SHOWN = 15;
    private static final int TURN = 24;
    private static final int FIRST_SIDE = -60;

    @Option(names = "--source", paramLabel = "FILE.ply", description = "The surface that moves (default: a ball).")
    private Path sourceFile;

    @Option(names = "--target", paramLabel = "FILE.ply", description = "Where it goes (default: an animal).")
    private Path targetFile;

    @Option(names = "--width", paramLabel = "LENGTH", defaultValue = "0.2",
            description = "The width of the kernel: how far points carry others (default: ${DEFAULT-VALUE}).")
    private double width;

    @Option(names = "--detail", paramLabel = "LENGTH", defaultValue = "0.2",
            description = "The smallest details of the target that are sought. Half of the steps are made with twice "
                    + "that length (default: ${DEFAULT-VALUE}).")
    private double detail;

    @Option(names = "--weight", paramLabel = "FACTOR", defaultValue = "0.0003",
            description = "The factor of the energy, which keeps the motion smooth (default: ${DEFAULT-VALUE}).")
    private double weight;

    @Option(names = "--times", paramLabel = "COUNT", defaultValue = "5",
            description = "The number of time steps of the motion (default: ${DEFAULT-VALUE}).")
    private int times;

    @Option(names = "--steps", paramLabel = "COUNT", defaultValue = "60",
            description = "The number of steps of L-BFGS (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--quick", description = "Take coarse surfaces and few steps, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private Lddmm() {}

    @Override
    public Integer call() throws IOException {
        if (quick) {
            detail = Defaults.givenOr(spec, "--detail", detail, QUICK_DETAIL);
            times = Defaults.givenOr(spec, "--times", times, QUICK_TIMES);
            steps = Defaults.givenOr(spec, "--steps", steps, QUICK_STEPS);
        }
        requireOptions();
        Mesh target = targetFile == null ? Surfaces.creature(quick ? 0.13 : 0.065) : read(targetFile);
        Mesh source = sourceFile == null ? Surfaces.sphere(quick ? 2 : 4).moved(0.6, 0, 0, 0.05) : read(sourceFile);
        // In units in which the target fits into a cube from -1 to 1.
        double[][] box = target.box();
        double scale = 2 / span(box);
        double[] shift = {middle(box, 0) * -scale, middle(box, 1) * -scale, middle(box, 2) * -scale};
        var fit = new Registration(source.moved(scale, shift), target.moved(scale, shift), new Geodesic(width, times),
                detail, weight);
        out().printf("source: %d vertices, %d triangles; target: %d vertices, %d triangles%n",
                source.vertices().size(0), source.faces().size(0), target.vertices().size(0), target.faces().size(0));

        Tensor momenta = fit.rest();
        List<double[]> losses = search(fit, momenta);
        Registration.Path path = fit.path(momenta);
        Mesh result = source.withVertices(path.vertices().getLast()).moved(1 / scale, -shift[0] / scale,
                -shift[1] / scale, -shift[2] / scale);
        double before = fit.distance(path.vertices().getFirst());
        double after = fit.distance(path.vertices().getLast());
        out().printf("squared distance from the target: %.5f before, %.5f after, %.2f %% less%n", before, after,
                100 * (1 - after / before));
        out().printf("energy along the geodesic: %.4f, constant within %.1e%n", path.energies().getFirst(),
                path.drift());
        out().printf("volume: %.4f before, %.4f after, %.4f of the target%n", source.volume(), result.volume(),
                target.volume());
        Ply.write(album.path(RESULT), result, Ply.Format.BINARY_LITTLE_ENDIAN);
        out().println("surface: " + album.path(RESULT));
        // The motion does not depend on the number of time steps: for pictures there are more of them.
        var fine = new Registration(fit.source(), fit.target(), new Geodesic(width, SHOWN), detail, weight);
        draw(fit, fine.path(momenta).vertices(), losses);
        album.list(out());
        return after < before ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static boolean isLength(double length) {
        return length >= SHORTEST && length <= LONGEST;
    }

    private void requireOptions() {
        if (!(isLength(width) && isLength(detail) && weight >= 0 && weight <= LONGEST) || times < 1
                || times > MOST_TIMES || steps < 2) {
            throw new ParameterException(spec.commandLine(), "--width and --detail must be from " + SHORTEST + " to "
                    + LONGEST + ", --weight from 0 to " + LONGEST + ", --times from 1 to " + MOST_TIMES
                    + " and --steps at least 2, but they are " + width + ", " + detail + ", "
                    + weight + ", " + times + " and " + steps);
        }
    }

    private static Mesh read(Path file) throws IOException {
        Mesh mesh = Ply.read(file);
        if (!(mesh.area() > 0)) {
            throw new FormulaException(file + ": a surface with triangles is expected, but its area is "
                    + mesh.area());
        }
        return mesh;
    }

    private static double span(double[]... box) {
        return Math.max(box[1][0] - box[0][0], Math.max(box[1][1] - box[0][1], box[1][2] - box[0][2]));
    }

    private static double middle(double[][] box, int axis) {
        return (box[0][axis] + box[1][axis]) / 2;
    }

    /** Improves the momenta, at first without small details, and returns the losses before the steps of each half. */
    private List<double[]> search(Registration fit, Tensor momenta) {
        var coarse = new Registration(fit.source(), fit.target(), fit.geodesic(), 2 * detail, weight);
        List<double[]> losses = List.of(new double[steps / 2], new double[steps - steps / 2]);
        int done = 0;
        try (var bar = new ProgressBar(spec.root().name(), spec.commandLine().getErr(), Terminals.current().err())) {
            for (double[] half : losses) {
                Registration now = done == 0 ? coarse : fit;
                var optimiser = new Lbfgs(List.of(momenta));
                for (int step = 0; step < half.length; step++) {
                    half[step] = optimiser.step((tape, p) -> now.loss(tape, p.getFirst()));
                    bar.show(++done, steps);
                }
            }
        }
        return losses;
    }

    private void draw(Registration fit, List<Tensor> path, List<double[]> losses) throws IOException {
        // Each triangle keeps the colour of where it began, so that one sees where it goes.
        Tensor centres = fit.source().centres();
        double[][] start = fit.source().box();
        var scale = new ColorScale(ColorMap.VIRIDIS, start[0][0], start[1][0], "");
        IntFunction<Color> colors = face -> scale.color(centres.getDouble(face, 0));
        List<MeshPanel> way = new ArrayList<>();
        double[][] frame = fit.target().box();
        for (Tensor vertices : path) {
            Mesh mesh = fit.source().withVertices(vertices);
            way.add(MeshPanel.of("", mesh).colors(colors));
            frame = around(frame, mesh.box());
        }
        List<String> titles = List.of("source", "a third of the way", "two thirds", "result");
        List<Panel> panels = new ArrayList<>();
        for (int k = 0; k < titles.size(); k++) {
            panels.add(way.get(SHOWN * k / 3).frame(frame).title(titles.get(k)));
        }
        panels.add(MeshPanel.of("target", fit.target()).frame(frame));
        panels.add(chart(losses));
        album.png("lddmm", Picture.grid(3, panels).panelSize(340, 260));
        album.gif("lddmm", frames(way, frame), Duration.ofMillis(120));
    }

    /** The motion, and then a turn around its end. */
    private static List<BufferedImage> frames(List<MeshPanel> way, double[][] box) {
        List<BufferedImage> frames = new ArrayList<>();
        for (MeshPanel panel : way) {
            frames.add(Picture.of(panel.frame(box)).panelSize(400, 320).image());
        }
        for (int k = 1; k <= TURN; k++) {
            MeshPanel turned = way.getLast().frame(box).seenFrom(FIRST_SIDE + 360.0 * k / TURN, 20);
            frames.add(Picture.of(turned).panelSize(400, 320).image());
        }
        return frames;
    }

    private static double[][] around(double[][] box, double[]... other) {
        double[][] both = new double[2][3];
        for (int axis = 0; axis < 3; axis++) {
            both[0][axis] = Math.min(box[0][axis], other[0][axis]);
            both[1][axis] = Math.max(box[1][axis], other[1][axis]);
        }
        return both;
    }

    private static Chart chart(List<double[]> losses) {
        Chart chart = Chart.of("").labels("step of L-BFGS", "loss").logarithmic();
        double done = 0;
        for (int k = 0; k < 2; k++) {
            double[] step = new double[losses.get(k).length];
            double first = done;
            Arrays.setAll(step, index -> first + index);
            chart.curve(k == 0 ? "coarse" : "fine", step, losses.get(k), Palette.color(k));
            done += step.length;
        }
        return chart;
    }
}
