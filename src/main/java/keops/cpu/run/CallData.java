package keops.cpu.run;

import java.util.List;
import keops.cpu.layout.Inputs;
import keops.cpu.memory.SharedArguments;
import keops.cpu.reduction.CpuReduction;
import keops.cpu.reduction.Evaluators;
import keops.cpu.reduction.KernelPlan;
import keops.plan.Watch;
import keops.program.Evaluator;
import keops.program.Stage;
import keops.tensor.Tensor;

/** The arguments of a call, and what is computed of them before kernels run. Threads share it. */
final class CallData {
    private final KernelPlan kernels;
    private final Evaluators evaluators;
    private final List<Tensor> arguments;
    /** With the parameter values computed. */
    private final Evaluator ofCall;
    private Tensor computedColumns;

    CallData(CpuReduction reduction, List<Tensor> arguments) {
        this.kernels = reduction.kernels();
        this.evaluators = reduction.evaluators();
        this.arguments = arguments;
        this.ofCall = evaluators.ofCall(new ArgumentPosition(arguments));
    }

    KernelPlan kernels() {
        return kernels;
    }

    List<Tensor> arguments() {
        return arguments;
    }

    /** A position among the arguments, for one thread. */
    ArgumentPosition position() {
        return new ArgumentPosition(arguments);
    }

    /** An evaluator, for one thread, of what rows and columns are packed from. */
    Evaluator ofInputs() {
        return evaluators.ofInputs(ofCall);
    }

    /** An evaluator, for one thread, of the factors of sums. */
    Evaluator ofFactors() {
        return evaluators.ofFactors(ofCall);
    }

    /** The parameter values and constants, as an array of the compute type. */
    Object parameters() {
        return evaluators.parameters(ofCall);
    }

    /** Goes to one of the columns that are computed. */
    interface Walk {
        void moveTo(ArgumentPosition position, long number);
    }

    /** Column values that are not plain components are computed once, for all rows. */
    void computeColumns(SharedArguments shared, long count, Walk walk, int workers, Watch watch) {
        List<Inputs.Computed> computed = kernels.columnInputs().computed();
        if (computed.isEmpty()) {
            return;
        }
        computedColumns = shared.allocate(kernels.dtype(), count, computed.size());
        int tasks = (int) Math.min(4L * workers, count);
        Workers.run(tasks, workers, watch, task -> {
            ArgumentPosition position = position();
            Evaluator evaluator = ofInputs();
            long to = count * (task + 1) / tasks;
            for (long number = count * task / tasks; number < to; number++) {
                watch.check();
                walk.moveTo(position, number);
                evaluator.compute(Stage.COLUMN, position);
                for (int k = 0; k < computed.size(); k++) {
                    computedColumns.setDoubleAt(
                            number * computed.size() + k, evaluator.value(computed.get(k).value()));
                }
            }
        });
    }

    /** The column values that were computed, one row for each column. */
    Tensor computedColumns() {
        return computedColumns;
    }
}
