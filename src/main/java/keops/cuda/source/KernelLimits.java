package keops.cuda.source;

import keops.error.BackendException;
import keops.plan.Plan;
import keops.program.Stage;

/** The limits of kernels: beyond them a kernel would take minutes to compile, or more memory than a thread has. */
final class KernelLimits {
    private static final int MOST_OPERATIONS = 20_000;
    private static final int MOST_COLUMN_BYTES = 32 * 1024;
    private static final int MOST_THREAD_BYTES = 16 * 1024;

    private KernelLimits() {}

    static void checkSize(Plan plan) {
        int operations = plan.program().values().size();
        if (operations > MOST_OPERATIONS) {
            throw tooLarge(operations + " scalar operations; at most " + MOST_OPERATIONS + " are possible");
        }
    }

    /** Checks the memory that {@link RowTile} would use. */
    static void checkMemory(StageText stages, StateText state) {
        long column = (long) stages.width(Stage.COLUMN) * stages.real().bytes();
        if (column > MOST_COLUMN_BYTES) {
            throw tooLarge(column + " bytes for each column in shared memory; at most " + MOST_COLUMN_BYTES
                    + " are possible");
        }
        long row = (long) stages.width(Stage.ROW) * stages.real().bytes() + 4L * state.hotWords();
        if (row > MOST_THREAD_BYTES) {
            throw tooLarge(row + " bytes for each row; at most " + MOST_THREAD_BYTES + " are possible");
        }
    }

    private static BackendException tooLarge(String what) {
        return new BackendException("the formula is too large for the GPU: it takes " + what
                + ". Use smaller dimensions, or the CPU back end.");
    }
}
