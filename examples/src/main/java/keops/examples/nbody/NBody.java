package keops.examples.nbody;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import keops.console.Defaults;
import keops.console.ExitCode;
import keops.console.ProgressBar;
import keops.console.Terminals;
import keops.examples.draw.Album;
import keops.examples.draw.Chart;
import keops.examples.draw.Palette;
import keops.examples.draw.Picture;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Two galaxies collide. Not thread-safe. */
@Command(
        name = "n-body",
        sortOptions = false,
        description = {
            "Lets two galaxies collide under the gravity of all their stars, and draws them.",
            "The pull on each star is the sum over all others; time goes on by the leapfrog scheme, which keeps the "
                    + "energy."
        })
public final class NBody implements Callable<Integer> {
    private static final int FEWEST = 10;
    private static final int MOST = 10_000_000;
    private static final double END = 9;
    private static final int SHOWN = 6;
    private static final int ENERGY_EVERY = 5;
    private static final int FRAMES = 96;
    private static final int QUICK_BODIES = 300;
    private static final int QUICK_STEPS = 1000;
    private static final Color SKY = new Color(0x0b0d17);
    private static final Color[] COLORS = {new Color(0xff, 0xc8, 0x70, 150), new Color(0x7c, 0xc4, 0xff, 150)};

    @Option(names = "--bodies", paramLabel = "COUNT", defaultValue = "3000",
            description = "The number of bodies, two of them the cores of the galaxies (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--steps", paramLabel = "COUNT", defaultValue = "2000",
            description = "The number of steps of time (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1",
            description = "The seed of the stars (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--quick", description = "Take few bodies and steps, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private NBody() {}

    @Override
    public Integer call() throws IOException {
        if (quick) {
            count = Defaults.givenOr(spec, "--bodies", count, QUICK_BODIES);
            steps = Defaults.givenOr(spec, "--steps", steps, QUICK_STEPS);
        }
        if (count < FEWEST || count > MOST || steps < SHOWN) {
            throw new ParameterException(spec.commandLine(), "at least " + FEWEST + " bodies and " + SHOWN
                    + " steps are needed" + (count > MOST ? ", and at most " + MOST + " bodies" : "")
                    + ", but there are " + count + " and " + steps);
        }
        Bodies bodies = Galaxies.collision(count, new Random(seed));
        double energy = bodies.energy();
        double[] times = new double[steps / ENERGY_EVERY + 1];
        double[] drifts = new double[times.length];
        double momentum = 0;
        var charts = new ArrayList<Chart>();
        var frames = new ArrayList<BufferedImage>();
        int pause = Math.max(1, steps / (quick ? SHOWN : FRAMES));
        Tensor pulls = bodies.accelerations();
        try (var bar = new ProgressBar(spec.root().name(), spec.commandLine().getErr(), Terminals.current().err())) {
            for (int step = 0; step <= steps; step++) {
                double time = END * step / steps;
                // The energy takes a pass over all pairs, as the pull does.
                if (step % ENERGY_EVERY == 0) {
                    times[step / ENERGY_EVERY] = time;
                    drifts[step / ENERGY_EVERY] = Math.abs(bodies.energy() / energy - 1);
                }
                momentum = Math.max(momentum, bodies.momentum());
                if (step % pause == 0) {
                    frames.add(Picture.of(chart(bodies, time)).panelSize(480, 400).image());
                }
                if (charts.size() * steps <= step * (SHOWN - 1)) {
                    charts.add(chart(bodies, time));
                }
                pulls = bodies.leap(pulls, END / steps);
                bar.show(step, steps);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%d bodies, %d steps, energy %.4f%n", count, steps, energy);
        out.printf("energy changes by %.1e of itself at most, and %.1e at the end%n",
                Arrays.stream(drifts).max().orElseThrow(), drifts[drifts.length - 1]);
        out.printf("momentum is %.1e at most%n", momentum);
        album.png("n-body", Picture.grid(3, charts).panelSize(330, 290));
        Chart change = Chart.of("Relative change of the energy").labels("time", "").logarithmic()
                .curve("", times, drifts, Palette.color(0));
        album.pngAndSvg("n-body-energy", Picture.of(change).panelSize(640, 360));
        album.gif("n-body", frames, Duration.ofMillis(80));
        album.list(out);
        return ExitCode.OK;
    }

    /** The stars of both galaxies, as seen from above the plane of the orbit. */
    private static Chart chart(Bodies bodies, double time) {
        Chart chart = Chart.of(String.format(Locale.ROOT, "time %.1f", time)).equalAxes().withoutAxes()
                .background(SKY).range(-4.2, 4.2, -3.4, 3.4);
        double[][] rows = bodies.positions().toMatrix();
        for (int galaxy = 0; galaxy < 2; galaxy++) {
            int first = galaxy * (rows.length / 2);
            double[][] seen = new double[galaxy == 0 ? rows.length / 2 : rows.length - first][];
            for (int i = 0; i < seen.length; i++) {
                seen[i] = new double[] {rows[first + i][0], rows[first + i][1]};
            }
            Tensor stars = Tensor.of(seen);
            chart.points("", stars, COLORS[galaxy], 2).points("", stars.rows(0, 1), Color.WHITE, 5);
        }
        return chart;
    }
}
