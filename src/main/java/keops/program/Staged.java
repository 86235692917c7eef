package keops.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A program cut by stages: what to compute once, per row, per column and per pair, and which values cross from one to
 * the other. Crossing values have slots: first those that stand alone, then, component after component, the vectors
 * that folds run over (a value may have several slots). A value that is supplied changes while a row's columns are
 * worked on, so that what is made of it is computed per pair.
 *
 * @param program the program
 * @param stages the stage of each value
 * @param parameters the slots of parameter-only values that rows, columns, pairs or outputs use
 * @param rows the slots of row values that pairs or outputs use
 * @param columns the slots of column values that pairs or outputs use
 * @param streams the first slot of each vector that folds run over, among the slots of its stage
 * @param rowsAlone the number of row values that stand alone
 */
public record Staged(
        Program program,
        List<Stage> stages,
        List<Integer> parameters,
        List<Integer> rows,
        List<Integer> columns,
        Map<List<Integer>, Integer> streams,
        int rowsAlone) {

    /** Cuts a program. */
    public static Staged of(Program program) {
        return of(program, program.outputs().size());
    }

    /**
     * Cuts a program of which the work on pairs does not use all outputs: the others are values of rows and columns for
     * whoever computes these one by one.
     *
     * @param outputs the number of outputs, the first, that are used
     */
    public static Staged of(Program program, int outputs) {
        List<Stage> stages = stages(program);
        boolean[] crosses = new boolean[stages.size()];
        for (int v = 0; v < stages.size(); v++) {
            Scalar value = program.values().get(v);
            boolean perPair = stages.get(v) == Stage.PAIR;
            List<Integer> operands =
                    perPair && value instanceof Scalar.Fold fold ? fold.scalars() : value.operands();
            for (int operand : operands) {
                crosses[operand] |= stages.get(operand) != stages.get(v);
            }
        }
        program.outputs().subList(0, outputs).forEach(output -> crosses[output] = true);
        var slots = new HashMap<Stage, List<Integer>>();
        for (Stage stage : Stage.values()) {
            slots.put(stage, new ArrayList<>());
        }
        for (int v = 0; v < crosses.length; v++) {
            if (crosses[v]) {
                slots.get(stages.get(v)).add(v);
            }
        }
        int rowsAlone = slots.get(Stage.ROW).size();
        var streams = new HashMap<List<Integer>, Integer>();
        for (int v = 0; v < stages.size(); v++) {
            if (stages.get(v) == Stage.PAIR && program.values().get(v) instanceof Scalar.Fold fold) {
                for (List<Integer> stream : fold.streams()) {
                    List<Integer> ofStage = slots.get(streamStage(stream, stages));
                    if (streams.putIfAbsent(stream, ofStage.size()) == null) {
                        ofStage.addAll(stream);
                    }
                }
            }
        }
        return new Staged(program, stages, List.copyOf(slots.get(Stage.PARAMETER)), List.copyOf(slots.get(Stage.ROW)),
                List.copyOf(slots.get(Stage.COLUMN)), Map.copyOf(streams), rowsAlone);
    }

    private static List<Stage> stages(Program program) {
        var stages = new ArrayList<>(program.stages());
        for (int v = 0; v < stages.size(); v++) {
            for (int operand : program.values().get(v).operands()) {
                boolean isSupplied = program.values().get(operand) instanceof Scalar.Supplied;
                stages.set(v, stages.get(v).join(isSupplied ? Stage.PAIR : stages.get(operand)));
            }
        }
        return List.copyOf(stages);
    }

    /**
     * The values that do not change during a call, in the order in which a back end may keep them: parameters,
     * constants.
     */
    public List<Integer> fixed() {
        var fixed = new ArrayList<>(parameters);
        for (int v = 0; v < stages.size(); v++) {
            if (program.values().get(v) instanceof Scalar.Constant) {
                fixed.add(v);
            }
        }
        return List.copyOf(fixed);
    }

    /** The stage of a vector that a fold runs over: a constant one is handled as a parameter. */
    public Stage streamStage(List<Integer> stream) {
        return streamStage(stream, stages);
    }

    private static Stage streamStage(List<Integer> stream, List<Stage> stages) {
        Stage stage = Stage.PARAMETER;
        for (int v : stream) {
            stage = stage.join(stages.get(v));
        }
        return stage;
    }
}
