package keops.cpu.run;

import java.util.List;
import keops.cpu.layout.Inputs;
import keops.cpu.memory.Scratch;
import keops.program.Evaluator;
import keops.program.Stage;
import keops.tensor.Tensor;

/** Packs the rows and columns of one problem, of which either stand in the lanes. */
final class ProblemPacking extends Packing {
    ProblemPacking(CallData data) {
        super(data);
    }

    @Override
    int columnsOfVector() {
        return shape.columnLanes();
    }

    @Override
    int problems() {
        return 1;
    }

    @Override
    int stagedNumbers(int blocks) {
        return shape.blockRows() * kernels.rowInputs().widest(data.arguments());
    }

    @Override
    void packRows(Scratch scratch, Evaluator evaluator, long firstRow, int rows, int blocks) {
        ArgumentPosition position = data.position();
        int ownRows = shape.ownRows();
        for (int b = 0; b < blocks; b++) {
            packBlock(scratch, evaluator, position, firstRow + (long) b * ownRows,
                    Math.min(ownRows, rows - b * ownRows), rowOffset(b));
        }
    }

    private void packBlock(
            Scratch scratch, Evaluator evaluator, ArgumentPosition position, long firstRow, int count, int at) {
        int blockRows = shape.blockRows();
        int lanes = shape.columnLanes();
        for (Inputs.Loaded loaded : kernels.rowInputs().loaded()) {
            Tensor argument = data.arguments().get(loaded.argument());
            int dim = Math.toIntExact(argument.size(1));
            scratch.stage(argument, firstRow * dim, count * dim);
            for (Inputs.Run run : loaded.runs()) {
                for (int k = 0; k < run.length(); k++) {
                    int to = at + (run.slot() + k) * blockRows;
                    if (shape.isOfColumns()) {
                        scratch.broadcastRows(count, shape.ownRows(), lanes, dim, run.component() + k, to);
                    } else {
                        scratch.scatterRows(count, blockRows, dim, run.component() + k, to);
                    }
                }
            }
        }
        if (kernels.hasColumnSums()) {
            int mark = at + (kernels.rowSlots() - 1) * blockRows;
            for (int i = 0; i < blockRows; i++) {
                scratch.setRow(mark + i, i < count ? 1 : 0);
            }
        }
        List<Inputs.Computed> computed = kernels.rowInputs().computed();
        if (computed.isEmpty()) {
            return;
        }
        for (int i = 0; i < blockRows; i++) {
            position.index = firstRow + Math.min(i / lanes, count - 1);
            evaluator.compute(Stage.ROW, position);
            for (Inputs.Computed row : computed) {
                scratch.setRow(at + row.slot() * blockRows + i, evaluator.value(row.value()));
            }
        }
    }

    /** Where columns stand in the lanes, the last one fills the lanes beyond it. */
    @Override
    void packColumns(Scratch scratch, long first, int count) {
        for (Inputs.Loaded loaded : kernels.columnInputs().loaded()) {
            Tensor argument = data.arguments().get(loaded.argument());
            int dim = Math.toIntExact(argument.size(1));
            scratch.stage(argument, first * dim, count * dim);
            for (Inputs.Run run : loaded.runs()) {
                scatter(scratch, count, dim, run);
            }
        }
        List<Inputs.Computed> computed = kernels.columnInputs().computed();
        if (!computed.isEmpty()) {
            scratch.stage(data.computedColumns(), first * computed.size(), count * computed.size());
            for (int k = 0; k < computed.size(); k++) {
                scatter(scratch, count, computed.size(), new Inputs.Run(k, computed.get(k).slot(), 1));
            }
        }
    }

    private void scatter(Scratch scratch, int count, int dim, Inputs.Run run) {
        int stride = kernels.staged().columns().size() * shape.columnLanes();
        if (shape.isOfColumns()) {
            scratch.interleaveColumns(count, dim, run, stride, shape.columnLanes());
        } else {
            scratch.scatterColumns(count, dim, run, stride);
        }
    }
}
