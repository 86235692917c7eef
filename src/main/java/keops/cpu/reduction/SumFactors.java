package keops.cpu.reduction;

import java.util.Arrays;
import keops.plan.Plan;
import keops.program.Stage;
import keops.program.Staged;

/** The factors that do not change along a sum, which it is multiplied with at the end; none for other reductions. */
public final class SumFactors {
    private final int[] values;
    private final boolean isOfRows;
    private final boolean isOfColumns;

    SumFactors(Plan plan, Staged staged) {
        this.values = plan.reduction().isSum()
                ? staged.program().outputs().stream().skip(plan.dim()).mapToInt(Integer::intValue).toArray()
                : new int[0];
        this.isOfRows = has(staged, Stage.ROW);
        this.isOfColumns = has(staged, Stage.COLUMN);
    }

    private boolean has(Staged staged, Stage stage) {
        return Arrays.stream(values).anyMatch(v -> staged.stages().get(v) == stage);
    }

    /** The value of the program that a component of the sums is multiplied with. */
    public int value(int component) {
        return values[component];
    }

    int[] values() {
        return values.clone();
    }

    /** Whether some change from row to row. */
    public boolean areOfRows() {
        return isOfRows;
    }

    /** Whether some change from column to column. */
    public boolean areOfColumns() {
        return isOfColumns;
    }
}
