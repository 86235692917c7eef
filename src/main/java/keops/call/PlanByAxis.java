package keops.call;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.cpu.CpuBackend;
import keops.cuda.call.Tiling;
import keops.formula.Category;
import keops.plan.Plan;
import keops.plan.RowBlock;
import keops.plan.Slot;
import keops.tensor.DType;

/** The back ends of sums over both axes: of all in one pass and, made when they are needed, of each axis by itself. */
final class PlanByAxis implements BackEnds {
    private final Plan plan;
    private final OnePlan together;
    /** The sums for each row and over all pairs. */
    private final Slot<OnePlan> own = new Slot<>();
    /** The sums for each column. */
    private final Slot<OnePlan> other = new Slot<>();

    PlanByAxis(Plan plan) {
        this.plan = plan;
        this.together = new OnePlan(plan);
    }

    private OnePlan own() {
        return own.get(() -> new OnePlan(plan.withoutColumns()));
    }

    private OnePlan other() {
        return other.get(() -> new OnePlan(plan.ofColumns()));
    }

    /** One axis after the other. */
    private void byAxis(Evaluation all, BiConsumer<OnePlan, Evaluation> run) {
        Category columns = plan.rows().otherAxis();
        long rowsOfOther = all.columns();
        long columnsOfOther = all.rows();
        Optional<List<RowBlock>> blocks = all.execution().blocks(columns, rowsOfOther, columnsOfOther);
        // Sums for each row, for each column and, perhaps, over all pairs.
        int[] ofRows = IntStream.range(0, plan.outputs().size()).filter(output -> output != 1).toArray();
        Evaluation second = all.only(1).transposed(blocks);
        all.watch().expect(second.allRows(), all.watch().isCounted() ? second.pairs() : 0);
        run.accept(own(), all.only(ofRows));
        run.accept(other(), second);
    }

    @Override
    public void runOnCpu(Evaluation evaluation) {
        boolean isOnePass = evaluation.blocks().isEmpty()
                && cpu(evaluation.dtype()).takesColumns(evaluation.rows(), evaluation.columns());
        if (isOnePass) {
            together.runOnCpu(evaluation);
        } else {
            byAxis(evaluation, OnePlan::runOnCpu);
        }
    }

    @Override
    public void runPlainly(Evaluation evaluation) {
        byAxis(evaluation, OnePlan::runPlainly);
    }

    @Override
    public void runOnGpu(Evaluation evaluation, Tiling tiling) {
        byAxis(evaluation, (axis, ofAxis) -> axis.runOnGpu(ofAxis, tiling));
    }

    @Override
    public CpuBackend cpu(DType compute) {
        return together.cpu(compute);
    }

    @Override
    public boolean isPlain(DType compute) {
        return together.isPlain(compute) || own().isPlain(compute) || other().isPlain(compute);
    }

    @Override
    public Stream<OnePlan> onGpus() {
        return Stream.of(own(), other());
    }
}
