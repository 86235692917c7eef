package keops.jmh;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import keops.execution.Backend;
import keops.tensor.Tensor;

/**
 * The speed of all shapes beside plain C++, one thread, in turns: tables in Markdown, one for each task and dimension,
 * with a row for each number of rows; see {@code jmh/shapes.sh}.
 */
public final class Shapes {
    private static final List<Integer> DIMENSIONS = List.of(3, 10, 100, 1000);
    private static final List<Long> LENGTHS = List.of(1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L);
    /** Components of pairs, and of points: what takes more is left out. */
    private static final double MOST_WORK = 3e8;
    private static final double MOST_NUMBERS = 3e7;
    private static final long WARM_UP_NANOS = 1_000_000_000L;
    private static final long LONGEST_WARM_UP_NANOS = 10_000_000_000L;
    private static final int FEWEST_CALLS = 30;
    private static final long TURN_NANOS = 3_000_000L;
    private static final int ROUNDS = 7;

    private Shapes() {}

    /** Compares the tasks whose names contain the first argument. */
    public static void main(String[] arguments) {
        String part = arguments.length > 0 ? arguments[0] : "";
        for (Task task : List.of(new Task.Product(RadialKernel.GAUSSIAN), new Task.LogSumExp(), new Task.Nearest())) {
            if (task.plainName().contains(part)) {
                DIMENSIONS.forEach(dim -> System.out.println(table(task, dim)));
            }
        }
    }

    private static String table(Task task, int dim) {
        var heads = new String[LENGTHS.size() + 1];
        heads[0] = task.plainName().substring("plain_".length()) + ", D = " + dim;
        for (int k = 0; k < LENGTHS.size(); k++) {
            heads[k + 1] = "N = " + String.format(Locale.ROOT, "%,d", LENGTHS.get(k));
        }
        var table = new MarkdownTable(heads);
        for (long rows : LENGTHS) {
            var cells = new Object[heads.length];
            cells[0] = "M = " + String.format(Locale.ROOT, "%,d", rows);
            for (int k = 0; k < LENGTHS.size(); k++) {
                cells[k + 1] = cell(task, rows, LENGTHS.get(k), dim);
            }
            table.row(cells);
        }
        return table.toString();
    }

    /** The time of C++ over ours; a dash where that is not compared. */
    private static String cell(Task task, long rows, long columns, int dim) {
        int width = task instanceof Task.Nearest ? (int) Math.min(10, columns) : 1;
        var shape = new WorkloadShape(rows, columns, dim, width);
        if (shape.pairs() * dim > MOST_WORK || (double) (rows + columns) * dim > MOST_NUMBERS) {
            return "-";
        }
        try (Arena arena = Arena.ofShared()) {
            Data data = Data.of(arena, shape);
            Computation ours = task.prepare(data, Backend.CPU, 1);
            Optional<Computation> plain = NativeBaselines.find(task.plainName(), data, 1);
            Tensor result = data.allocateResult(arena, task);
            plain.ifPresent(c -> {
                var agreement = new Agreement(task, data, arena);
                agreement.check("ours", ours, data);
                agreement.check("plain", c, data);
            });
            return plain.map(c -> MarkdownTable.number(ratio(result, ours, c))).orElse("-");
        }
    }

    private static double ratio(Tensor result, Computation ours, Computation plain) {
        warmUp(ours, result);
        int callsOfOurs = calls(ours, result);
        int callsOfPlain = calls(plain, result);
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double nanosOfOurs = nanos(ours, result, callsOfOurs);
            ratios[round] = nanos(plain, result, callsOfPlain) / nanosOfOurs;
        }
        return Measured.median(ratios);
    }

    private static void warmUp(Computation ours, Tensor result) {
        int calls = 0;
        for (long nanos = 0; nanos < WARM_UP_NANOS || calls < FEWEST_CALLS && nanos < LONGEST_WARM_UP_NANOS; calls++) {
            nanos += Clock.nanos(1, () -> ours.call(result));
        }
    }

    /** The calls that make a turn. */
    private static int calls(Computation computation, Tensor result) {
        return Math.clamp(TURN_NANOS / Math.max(1, (long) nanos(computation, result, 3)), 1, 100_000);
    }

    private static double nanos(Computation computation, Tensor result, int calls) {
        return (double) Clock.nanos(1, () -> {
            for (int k = 0; k < calls; k++) {
                computation.call(result);
            }
        }) / calls;
    }
}
