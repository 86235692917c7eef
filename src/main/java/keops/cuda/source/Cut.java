package keops.cuda.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;

/**
 * A program cut into stages: which values of parameters, rows and columns are live-out, as single values or as the
 * vectors over which sums run. Values that only the epilogue of a row needs are not live in the loop over pairs, so
 * that they take no registers there.
 *
 * @param program the program
 * @param stages the stage of each value; values that depend on supplied ones belong to the pairs
 * @param pairTargets the results of the loop over pairs
 * @param rowTargets the values that are needed once, in the epilogue of a row
 * @param alone the single live-out values of each stage
 * @param streams the live-out vectors, in the order of their numbers
 */
record Cut(
        Program program,
        List<Stage> stages,
        List<Integer> pairTargets,
        List<Integer> rowTargets,
        Map<Stage, List<Integer>> alone,
        Map<List<Integer>, Stream> streams) {

    /** A vector over which sums run: its number and its stage; a constant one counts as a parameter. */
    record Stream(int number, Stage stage, List<Integer> values) {
        String field() {
            return "s" + number;
        }
    }

    static Cut of(Program program, List<Integer> pairTargets, List<Integer> rowTargets) {
        Staged staged = Staged.of(program);
        List<Stage> stages = stages(staged);
        var crossing = new EnumMap<Stage, SortedSet<Integer>>(Stage.class);
        for (Stage stage : Stage.values()) {
            crossing.put(stage, new TreeSet<>());
        }
        var streams = new LinkedHashMap<List<Integer>, Stream>();
        for (int v : closure(program, stages, Stage.PAIR, pairTargets, crossing)) {
            if (program.values().get(v) instanceof Scalar.Fold fold) {
                fold.streams().forEach(values ->
                        streams.putIfAbsent(values, new Stream(streams.size(), staged.streamStage(values), values)));
            }
        }
        for (Stage stage : List.of(Stage.ROW, Stage.COLUMN)) {
            var ends = new ArrayList<>(crossing.get(stage));
            streams.values().stream()
                    .filter(stream -> stream.stage() == stage)
                    .forEach(stream -> ends.addAll(stream.values()));
            if (stage == Stage.ROW) {
                ends.addAll(rowTargets);
            }
            closure(program, stages, stage, ends, crossing);
        }
        var alone = new EnumMap<Stage, List<Integer>>(Stage.class);
        crossing.forEach((stage, values) -> alone.put(stage, List.copyOf(values)));
        return new Cut(program, stages, pairTargets, rowTargets, alone, streams);
    }

    /** The stages, with supplied values in that of the pairs, since they change while a row is processed. */
    private static List<Stage> stages(Staged staged) {
        return IntStream.range(0, staged.stages().size())
                .mapToObj(v -> staged.program().values().get(v) instanceof Scalar.Supplied
                        ? Stage.PAIR
                        : staged.stages().get(v))
                .toList();
    }

    /**
     * The values of a stage on which the given values depend; operands of other stages, except constants, are live-out
     * there.
     */
    private static SortedSet<Integer> closure(
            Program program,
            List<Stage> stages,
            Stage stage,
            Collection<Integer> ends,
            Map<Stage, SortedSet<Integer>> crossing) {
        var inside = new TreeSet<Integer>();
        var waiting = new ArrayDeque<>(ends);
        while (!waiting.isEmpty()) {
            int v = waiting.pop();
            if (stages.get(v) != stage) {
                if (stages.get(v) != Stage.CONSTANT) {
                    crossing.get(stages.get(v)).add(v);
                }
            } else if (inside.add(v)) {
                Scalar value = program.values().get(v);
                waiting.addAll(stage == Stage.PAIR && value instanceof Scalar.Fold fold
                        ? fold.scalars()
                        : value.operands());
            }
        }
        return inside;
    }

    /** The sums over vectors that are computed per pair. */
    List<Integer> foldsPerPair() {
        return IntStream.range(0, stages.size())
                .filter(v -> stages.get(v) == Stage.PAIR && program.values().get(v) instanceof Scalar.Fold)
                .boxed()
                .toList();
    }

    /** The vectors of a stage. */
    List<Stream> streams(Stage stage) {
        return streams.values().stream().filter(stream -> stream.stage() == stage).toList();
    }

    /** The number of scalars that are live-out of a stage. */
    int width(Stage stage) {
        return alone.get(stage).size() + vectorWidth(stage);
    }

    /** The number of scalars in vectors that are live-out of a stage. */
    int vectorWidth(Stage stage) {
        return streams(stage).stream().mapToInt(stream -> stream.values().size()).sum();
    }

    /** Whether pairs need functions of many instructions. */
    boolean callsPerPair() {
        return IntStream.range(0, stages.size())
                .filter(v -> stages.get(v) == Stage.PAIR)
                .anyMatch(v -> switch (program.values().get(v)) {
                    case Scalar.Unary u -> switch (u.function()) {
                        case SIN, COS, ASIN, ACOS, ATAN, TANH, LOG1P -> true;
                        case ROUNDED, NEGATE, ABS, SQRT, FLOOR, EXP, EXP2, LOG -> false;
                    };
                    case Scalar.Binary b -> switch (b.function()) {
                        case POW, ATAN2 -> true;
                        case ADD, SUBTRACT, MULTIPLY, DIVIDE -> false;
                    };
                    case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Fma _,
                            Scalar.Select _, Scalar.Fold _ -> false;
                });
    }

    /** The operations per pair, counting each term of a sum over a vector. */
    long pairOperations() {
        return IntStream.range(0, stages.size())
                .filter(v -> stages.get(v) == Stage.PAIR)
                .mapToLong(v -> program.values().get(v) instanceof Scalar.Fold fold
                        ? (long) fold.length() * fold.body().values().size()
                        : 1)
                .sum();
    }
}
