package keops.cpu.reduction;

import keops.cpu.code.KernelShape;
import keops.cpu.lists.Shortlists;
import keops.plan.Plan;
import keops.program.Extent;

/** The blocks of rows that a task can take, before the columns are packed again for the next ones. */
public final class TaskRows {
    /** Row values that one task keeps, and rows. */
    private static final int VALUES = 65536;
    private static final int ROWS = 1024;
    /** The rows of a task with sums for each column, which are brought together from lanes for each tile. */
    private static final int ROWS_OF_COLUMN_SUMS = 2048;
    /** Values that the state of a task's reduction holds. */
    private static final int STATE = 1 << 20;

    private TaskRows() {}

    /**
     * The blocks whose values and state a task may keep.
     *
     * @param rowSlots the values that a row has in memory
     */
    public static int mostBlocks(Plan plan, KernelShape shape, int rowSlots) {
        int k = plan.reduction().k();
        int state = Math.multiplyExact(k == 0 ? 1 : Shortlists.state(k, shape.lanes()), plan.dim());
        int rows = plan.dim(Extent.COLUMNS) > 0 ? ROWS_OF_COLUMN_SUMS : ROWS;
        return Math.max(1, Math.min(rows / shape.blockRows(),
                Math.min(VALUES / rowSlots, STATE / state) / shape.blockRows()));
    }
}
