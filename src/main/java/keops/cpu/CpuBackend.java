package keops.cpu;

import java.util.List;
import java.util.Optional;
import keops.cpu.code.Lanes;
import keops.cpu.reduction.Explanation;
import keops.cpu.reduction.CompiledReductions;
import keops.cpu.reduction.KernelPlan;
import keops.cpu.reduction.LaneChoice;
import keops.cpu.run.BatchCall;
import keops.cpu.run.ColumnSums;
import keops.cpu.run.CpuCall;
import keops.plan.BatchElements;
import keops.plan.Elements;
import keops.plan.OneElement;
import keops.plan.Plan;
import keops.plan.RowBlock;
import keops.plan.Watch;
import keops.program.Extent;
import keops.reference.Fallback;
import keops.reference.ReferenceBackend;
import keops.tensor.DType;

/** The CPU back end: kernels of run-time bytecode over the Vector API, on all cores. */
public final class CpuBackend {
    /** Each kernel is a class to load and a method to compile. */
    private static final int MOST_KERNELS = 500;
    private static final int MOST_OUTPUTS = 6000;
    private static final int LONGEST_TEXT = 200;
    /** Of fewer blocks the last one, which may not be full, counts more than what one pass saves. */
    private static final int LEAST_BLOCKS = 2;

    private final LaneChoice choice;
    private final ReferenceBackend fallback;

    private CpuBackend(LaneChoice choice, ReferenceBackend fallback) {
        this.choice = choice;
        this.fallback = fallback;
    }

    /** Why this back end cannot run in this JVM, and what to do; or nothing. */
    public static Optional<String> unavailabilityCause() {
        return Lanes.unavailabilityCause();
    }

    /** The width of the vectors that kernels are made for, in bits. */
    public static int vectorBits() {
        return Lanes.bits();
    }

    /** The width of the vectors that suits this machine best, in bits. */
    public static int preferredVectorBits() {
        return Lanes.preferredBits();
    }

    /** Makes a plan ready for a compute type; a plan that was made ready lately is there already. */
    public static CpuBackend compile(Plan plan, DType dtype) {
        int outputs = plan.program().outputs().size();
        if (outputs > MOST_OUTPUTS) {
            Fallback.warn(Fallback.Cause.TOO_MANY_OUTPUTS, "the CPU back end computes at most " + MOST_OUTPUTS
                    + " numbers for a pair, and not the " + outputs + " of " + shortened(plan)
                    + ": compute some components at a time, as by Extract, or on a GPU");
            return new CpuBackend(null, new ReferenceBackend(plan));
        }
        LaneChoice choice = CompiledReductions.get(plan, dtype);
        if (choice.ofRows().kernels().kernelCount() > MOST_KERNELS) {
            Fallback.warn(Fallback.Cause.TOO_MANY_KERNELS, "the CPU back end takes at most " + MOST_KERNELS
                    + " kernels, and not the " + choice.ofRows().kernels().kernelCount() + " for the "
                    + plan.program().operationsPerPair() + " operations per pair of " + shortened(plan)
                    + ": shorter vectors, fewer terms or fewer components at a time will help, or a GPU");
            return new CpuBackend(null, new ReferenceBackend(plan));
        }
        return new CpuBackend(choice, null);
    }

    private static String shortened(Plan plan) {
        String text = plan.toString();
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    /**
     * Generates all kernels, loads their classes, and has what kernels of new formulas begin with compiled by C2 in the
     * background. What it makes of the kernels themselves comes with the calls, as do the kernels for few rows.
     */
    public void warmUp() {
        if (fallback == null) {
            choice.ofRows().prepare();
        }
    }

    /**
     * Whether sums for each column are computed here in one pass with those for each row: where rows are some blocks,
     * of which the last may not be full, and columns are not so many that their sums would take gigabytes.
     */
    public boolean takesColumns(long rows, long columns) {
        if (fallback != null) {
            return false;
        }
        KernelPlan kernels = choice.ofRows().kernels();
        boolean areEnough = rows == 0 || rows > (long) LEAST_BLOCKS * kernels.shape().blockRows();
        return areEnough && ColumnSums.fit(columns, kernels.plan().dim(Extent.COLUMNS));
    }

    /** Whether the plan is nothing for vector kernels, and is computed by plain loops. */
    public boolean isPlain() {
        return fallback != null;
    }

    /**
     * What becomes of the plan here: stages, lanes, kernels, the bound that follows from them, the tiles done so far.
     */
    public String explain() {
        return fallback == null
                ? Explanation.of(choice)
                : "CPU: too many kernels would be needed; plain loops in float64 on one core\n";
    }

    /**
     * Computes a reduction; one with sums for each column only where {@link #takesColumns} says so, over all columns.
     *
     * @param elements the arguments, checked already, and the results
     * @param rows the number of rows of the outputs of an element
     * @param columns the length of the reduced axis of an element
     * @param ranges all rows, with the columns that they are reduced over, where these are not all columns
     * @param threads the most threads to use, the caller included
     * @param watch looks after the call
     */
    public void run(Elements elements, long rows, long columns, Optional<List<RowBlock>> ranges, int threads,
            Watch watch) {
        if (fallback != null) {
            List<RowBlock> blocks = ranges.orElseGet(() -> RowBlock.whole(rows, columns));
            for (long number = 0; number < elements.count(); number++) {
                fallback.run(elements.arguments(number), elements.outputs(number), blocks, watch);
            }
        } else {
            switch (elements) {
                case BatchElements batch -> BatchCall.run(choice, batch, rows, columns, ranges, threads, watch);
                case OneElement one -> CpuCall.run(
                        choice, one.arguments(), one.outputs(), rows, columns, ranges, threads, watch);
            }
        }
    }
}
