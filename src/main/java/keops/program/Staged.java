package keops.program;

import java.util.ArrayList;
import java.util.List;

/**
 * A program cut by stages: what to compute once, per row, per column and per pair, and which values cross from one to
 * the other. A value that is supplied changes while a row's columns are worked on, so that what is made of it is computed
 * per pair.
 *
 * @param program the program
 * @param stages the stage of each value
 * @param parameters the parameter-only values that rows, columns, pairs or outputs use, in order
 * @param rows the row values that pairs or outputs use
 * @param columns the column values that pairs or outputs use
 * @param pairs the values that are computed per pair, in order
 */
public record Staged(
        Program program,
        List<Stage> stages,
        List<Integer> parameters,
        List<Integer> rows,
        List<Integer> columns,
        List<Integer> pairs) {

    /** Cuts a program. */
    public static Staged of(Program program) {
        List<Stage> stages = stages(program);
        boolean[] crosses = new boolean[stages.size()];
        for (int v = 0; v < stages.size(); v++) {
            for (int operand : program.values().get(v).operands()) {
                crosses[operand] |= stages.get(operand) != stages.get(v);
            }
        }
        program.outputs().forEach(output -> crosses[output] = true);
        var parameters = new ArrayList<Integer>();
        var rows = new ArrayList<Integer>();
        var columns = new ArrayList<Integer>();
        var pairs = new ArrayList<Integer>();
        for (int v = 0; v < crosses.length; v++) {
            switch (stages.get(v)) {
                case CONSTANT -> { }
                case PARAMETER -> addIf(crosses[v], parameters, v);
                case I -> addIf(crosses[v], rows, v);
                case J -> addIf(crosses[v], columns, v);
                case IJ -> pairs.add(v);
            }
        }
        return new Staged(program, stages, List.copyOf(parameters), List.copyOf(rows), List.copyOf(columns),
                List.copyOf(pairs));
    }

    private static List<Stage> stages(Program program) {
        var stages = new ArrayList<>(program.stages());
        for (int v = 0; v < stages.size(); v++) {
            for (int operand : program.values().get(v).operands()) {
                boolean isSupplied = program.values().get(operand) instanceof Scalar.Supplied;
                stages.set(v, stages.get(v).join(isSupplied ? Stage.IJ : stages.get(operand)));
            }
        }
        return List.copyOf(stages);
    }

    private static void addIf(boolean condition, List<Integer> list, int v) {
        if (condition) {
            list.add(v);
        }
    }
}
