package keops.examples.attention;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
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

/** Trains two heads of causal attention, and measures the time of attention over long sequences. Not thread-safe. */
@Command(
        name = "attention",
        sortOptions = false,
        description = {
            "Trains two heads of causal attention, and measures the time of attention over long sequences.",
            "The heads learn a delay line: the mean of what a signal was some steps ago and many steps ago."
        })
public final class CausalAttention implements Callable<Integer> {
    private static final int SIZE = 32;
    private static final int SHORTEST = 64;
    private static final int LONGEST = 1 << 24;
    private static final int QUICK_LONGEST = 256;
    private static final int QUICK_STEPS = 100;
    /** Longer ones would need a matrix of more than 256 MB. */
    private static final int LONGEST_DENSE = 8192;
    private static final long SHORTEST_NANOS = 700_000_000;
    /** What the JIT compiler gets before anything is measured. */
    private static final long WARM_UP_NANOS = 20_000_000_000L;
    private static final int WARM_UP_LENGTH = 1024;

    @Option(names = "--steps", paramLabel = "COUNT", defaultValue = "500",
            description = "The number of steps of the training (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--length", paramLabel = "COUNT", defaultValue = "16384",
            description = "The length of the longest sequence that is measured (default: ${DEFAULT-VALUE}).")
    private int longest;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1",
            description = "The seed of all random numbers (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--quick", description = "Train in few steps and measure short sequences, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private CausalAttention() {}

    /** Milliseconds of processor time; NaN where it is not measured. */
    private record Times(int length, double forward, double gradient, double dense) {}

    @Override
    public Integer call() throws IOException {
        if (quick) {
            steps = Defaults.givenOr(spec, "--steps", steps, QUICK_STEPS);
            longest = Defaults.givenOr(spec, "--length", longest, QUICK_LONGEST);
        }
        if (steps < 1 || longest < SHORTEST || longest > LONGEST) {
            throw new ParameterException(spec.commandLine(), "at least 1 step and a length of " + SHORTEST
                    + " are needed, and one of at most " + LONGEST + ", but there are " + steps + " and " + longest);
        }
        var random = new Random(seed);
        var line = new DelayLine(random);
        var errors = new double[steps];
        List<Times> times;
        try (var bar = new ProgressBar(spec.root().name(), spec.commandLine().getErr(), Terminals.current().err())) {
            for (int step = 0; step < steps; step++) {
                errors[step] = line.step();
                bar.show(step + 1, 2L * steps);
            }
            times = measure(random, bar);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("mean squared error: %.4f at first, %.4f in the last step; the signal has %.1f%n", errors[0],
                errors[steps - 1], DelayLine.VARIANCE);
        var charts = new ArrayList<Chart>();
        Tensor tokens = line.tokens();
        for (int head = 0; head < DelayLine.HEADS; head++) {
            Tensor map = line.map(head, tokens);
            int delay = DelayLine.delay(map);
            out.printf("head %d looks %d steps back, with %.0f %% of its weight%n", head + 1, delay,
                    100 * DelayLine.weight(map, delay));
            charts.add(map("What head " + (head + 1) + " sees", map));
        }
        for (Times each : times) {
            out.printf("length %6d: %8.2f ms of processor time, with its gradient %8.2f ms", each.length, each.forward,
                    each.gradient);
            if (!Double.isNaN(each.dense)) {
                out.printf(", by a matrix %8.2f ms", each.dense);
            }
            out.println();
        }
        charts.add(errors(errors));
        double[] lengths = times.stream().mapToDouble(Times::length).toArray();
        charts.add(Chart.of("Processor milliseconds, heads of size " + SIZE).labels("length of the sequence", "")
                .logLog()
                .curve("weights in a matrix", lengths, numbers(times, Times::dense), Palette.color(1))
                .curve("reduction", lengths, numbers(times, Times::forward), Palette.color(0))
                .curve("with gradient", lengths, numbers(times, Times::gradient), Palette.color(2)));
        album.png("attention", Picture.grid(2, charts).panelSize(430, 400));
        album.list(out);
        return ExitCode.OK;
    }

    private static double[] numbers(List<Times> times, ToDoubleFunction<Times> number) {
        return times.stream().mapToDouble(number).toArray();
    }

    private static Chart map(String title, Tensor map) {
        int length = Math.toIntExact(map.size(0));
        return Chart.of(title).labels("token in the past", "token").equalAxes()
                .heatMap(Grid.square(0, length, length), map, new ColorScale(ColorMap.VIRIDIS, 0, 1, "weight"));
    }

    private static Chart errors(double[] errors) {
        double[] step = new double[errors.length];
        Arrays.setAll(step, k -> k);
        return Chart.of("Mean squared error").labels("step", "").logarithmic()
                .curve("", step, errors, Palette.color(0));
    }

    /** The time that sequences of several lengths take. */
    private List<Times> measure(Random random, ProgressBar bar) {
        Attention attention = Attention.of(SIZE, SIZE, true);
        Tensor some = Tensor.of(rows(Math.min(longest, WARM_UP_LENGTH), random));
        for (long start = processorNanos(); !quick && processorNanos() - start < WARM_UP_NANOS;) {
            attention.call(some, some, some);
            gradient(attention, some, some, some);
        }
        var times = new ArrayList<Times>();
        for (long length = SHORTEST; length <= longest; length *= 2) {
            times.add(measure(attention, Math.toIntExact(length), random));
            bar.show(steps + steps * length / longest, 2L * steps);
        }
        return times;
    }

    private Times measure(Attention attention, int length, Random random) {
        List<float[][]> rows = List.of(rows(length, random), rows(length, random), rows(length, random));
        Tensor q = Tensor.of(rows.get(0));
        Tensor k = Tensor.of(rows.get(1));
        Tensor v = Tensor.of(rows.get(2));
        return new Times(length, milliseconds(() -> attention.call(q, k, v)),
                milliseconds(() -> gradient(attention, q, k, v)),
                length > LONGEST_DENSE ? Double.NaN
                        : milliseconds(() -> Dense.attend(rows.get(0), rows.get(1), rows.get(2))));
    }

    /** The gradient of the sum of all averages by queries, keys and values. */
    static List<Tensor> gradient(Attention attention, Tensor... arguments) {
        try (var tape = new Tape()) {
            List<TapeVariable> p = Arrays.stream(arguments).map(tape::variable).toList();
            attention.call(p.get(0), p.get(1), p.get(2)).sum().backward();
            return p.stream().map(TapeVariable::gradient).toList();
        }
    }

    private static float[][] rows(int length, Random random) {
        float[][] rows = new float[length][SIZE];
        for (float[] row : rows) {
            for (int c = 0; c < SIZE; c++) {
                row[c] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    /** The processor time of a run, all threads together, so that what else the machine does counts little. */
    private double milliseconds(Runnable work) {
        long start = processorNanos();
        long runs = 0;
        do {
            work.run();
            runs++;
        } while (!quick && processorNanos() - start < SHORTEST_NANOS);
        return (processorNanos() - start) / 1e6 / runs;
    }

    private static long processorNanos() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElseGet(System::nanoTime);
    }
}
