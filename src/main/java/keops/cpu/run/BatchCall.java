package keops.cpu.run;

import java.util.List;
import java.util.Optional;
import keops.cpu.memory.SharedArguments;
import keops.cpu.reduction.CpuReduction;
import keops.cpu.reduction.KernelPlan;
import keops.cpu.reduction.LaneChoice;
import keops.plan.BatchElements;
import keops.plan.RowBlock;
import keops.plan.Watch;

/**
 * One call of a reduction for all problems of a batch. Small ones stand side by side in the lanes of vectors; of others
 * each is a call, and either threads share the problems or they share each of them.
 */
public final class BatchCall {
    /** Tasks that each thread takes. */
    private static final int TASKS = 8;

    private BatchCall() {}

    /**
     * Computes a reduction for all problems of a batch.
     *
     * @param elements their arguments, checked already, and their results
     * @param rows the number of rows of the outputs of each
     * @param columns the length of the reduced axis of each
     * @param ranges all rows, with the columns that they are reduced over, where these are not all columns
     * @param threads the most threads to use, the caller included
     * @param watch looks after the call
     */
    public static void run(LaneChoice choice, BatchElements elements, long rows, long columns,
            Optional<List<RowBlock>> ranges, int threads, Watch watch) {
        Optional<CpuReduction> sideBySide = ranges.isEmpty() && shareParameters(choice, elements)
                ? choice.ofProblems(elements.count(), rows, columns)
                : Optional.empty();
        if (sideBySide.isPresent()) {
            ProblemsInLanes.run(sideBySide.get(), elements, rows, columns, threads, watch);
        } else {
            runEach(choice, elements, rows, columns, ranges, threads, watch);
        }
    }

    private static boolean shareParameters(LaneChoice choice, BatchElements elements) {
        return choice.ofRows().kernels().plan().parameters().allMatch(elements::isShared);
    }

    private static void runEach(LaneChoice choice, BatchElements elements, long rows, long columns,
            Optional<List<RowBlock>> ranges, int threads, Watch watch) {
        KernelPlan kernels = choice.ofRows().kernels();
        double pairs = RowBlock.pairs(ranges, rows, columns);
        int workers = CpuCall.workers(kernels, threads, pairs) > 1
                ? 1
                : CpuCall.workers(kernels, threads, pairs * elements.count());
        int ofEach = workers > 1 ? 1 : threads;
        try (var shared = new SharedArguments(elements.arguments(), elements.outputs(), workers > 1, watch)) {
            BatchElements here = elements.in(shared.arguments(), shared.outputs());
            int tasks = (int) Math.min(here.count(), (long) TASKS * workers);
            Workers.run(tasks, workers, watch, task -> {
                long to = here.count() * (task + 1) / tasks;
                for (long number = here.count() * task / tasks; number < to; number++) {
                    CpuCall.run(choice, here.arguments(number), here.outputs(number), rows, columns, ranges, ofEach,
                            watch);
                }
            });
            shared.copyBack();
        }
    }
}
