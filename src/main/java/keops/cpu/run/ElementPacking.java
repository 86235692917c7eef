package keops.cpu.run;

import java.util.List;
import keops.cpu.layout.Inputs;
import keops.cpu.memory.Scratch;
import keops.plan.BatchElements;
import keops.program.Evaluator;
import keops.program.Stage;
import keops.tensor.Tensor;

/**
 * Packs some problems of a batch side by side: a lane holds a row of its problem, and a column of it. Parameters are
 * the same for all.
 */
final class ElementPacking extends Packing {
    private final BatchElements elements;
    private final long columns;
    private final long firstElement;
    private final int problems;

    /**
     * Packs some problems.
     *
     * @param columns the columns of each
     * @param firstElement the first problem
     * @param problems how many there are, no more than lanes; the last one fills the lanes beyond it
     */
    ElementPacking(CallData data, BatchElements elements, long columns, long firstElement, int problems) {
        super(data);
        this.elements = elements;
        this.columns = columns;
        this.firstElement = firstElement;
        this.problems = problems;
    }

    @Override
    int columnsOfVector() {
        return 1;
    }

    @Override
    int problems() {
        return problems;
    }

    @Override
    int stagedNumbers(int blocks) {
        return blocks * shape.blockRows() * kernels.rowInputs().widest(data.arguments());
    }

    @Override
    void packRows(Scratch scratch, Evaluator evaluator, long firstRow, int rows, int blocks) {
        int ownRows = shape.ownRows();
        int lanes = shape.columnLanes();
        for (Inputs.Loaded loaded : kernels.rowInputs().loaded()) {
            Tensor argument = data.arguments().get(loaded.argument());
            int dim = Math.toIntExact(argument.size(1));
            int ofLane = stage(scratch, loaded.argument(), argument, dim, firstRow, rows);
            for (Inputs.Run run : loaded.runs()) {
                for (int k = 0; k < run.length(); k++) {
                    for (int b = 0; b < blocks; b++) {
                        int from = b * ownRows * dim + run.component() + k;
                        int to = rowOffset(b) + (run.slot() + k) * shape.blockRows();
                        scratch.interleaveRows(
                                from, dim, ofLane, to, Math.min(ownRows, rows - b * ownRows), ownRows, problems, lanes);
                    }
                }
            }
        }
        if (!kernels.rowInputs().computed().isEmpty()) {
            computeRows(scratch, evaluator, firstRow, rows, blocks);
        }
    }

    private void computeRows(Scratch scratch, Evaluator evaluator, long firstRow, int rows, int blocks) {
        ArgumentPosition position = data.position();
        int lanes = shape.columnLanes();
        for (int lane = 0; lane < lanes; lane++) {
            position.moveTo(elements, firstElement + Math.min(lane, problems - 1));
            for (int i = 0; i < blocks * shape.ownRows(); i++) {
                position.index = firstRow + Math.min(i, rows - 1);
                evaluator.compute(Stage.ROW, position);
                int at = rowOffset(i / shape.ownRows()) + i % shape.ownRows() * lanes + lane;
                for (Inputs.Computed row : kernels.rowInputs().computed()) {
                    scratch.setRow(at + row.slot() * shape.blockRows(), evaluator.value(row.value()));
                }
            }
        }
    }

    @Override
    void packColumns(Scratch scratch, long first, int width) {
        for (Inputs.Loaded loaded : kernels.columnInputs().loaded()) {
            Tensor argument = data.arguments().get(loaded.argument());
            int dim = Math.toIntExact(argument.size(1));
            int ofLane = stage(scratch, loaded.argument(), argument, dim, first, width);
            for (Inputs.Run run : loaded.runs()) {
                for (int k = 0; k < run.length(); k++) {
                    interleave(scratch, run.component() + k, dim, ofLane, run.slot() + k, width);
                }
            }
        }
        List<Inputs.Computed> computed = kernels.columnInputs().computed();
        if (!computed.isEmpty()) {
            int dim = computed.size();
            for (int lane = 0; lane < problems; lane++) {
                scratch.stage(data.computedColumns(), ((firstElement + lane) * columns + first) * dim, width * dim,
                        lane * width * dim);
            }
            for (int k = 0; k < dim; k++) {
                interleave(scratch, k, dim, width * dim, computed.get(k).slot(), width);
            }
        }
    }

    private void interleave(Scratch scratch, int component, int dim, int ofLane, int slot, int width) {
        int lanes = shape.columnLanes();
        scratch.interleaveColumns(component, dim, ofLane, slot * lanes, kernels.staged().columns().size() * lanes,
                width, problems, lanes);
    }

    /**
     * Stages some rows of an argument for each problem, one problem after the other.
     *
     * @return from one problem to the next; 0 where they share the rows
     */
    private int stage(Scratch scratch, int number, Tensor argument, int dim, long first, int rows) {
        if (elements.isShared(number)) {
            scratch.stage(argument, first * dim, rows * dim);
            return 0;
        }
        long ofPart = elements.rows(number);
        int ofLane = rows * dim;
        long part = elements.part(number, firstElement);
        long last = elements.part(number, firstElement + problems - 1);
        if (rows == ofPart && last == part + problems - 1) {
            scratch.stage(argument, part * ofLane, problems * ofLane);
            return ofLane;
        }
        for (int lane = 0; lane < problems; lane++) {
            part = elements.part(number, firstElement + lane);
            scratch.stage(argument, (part * ofPart + first) * dim, ofLane, lane * ofLane);
        }
        return ofLane;
    }
}
