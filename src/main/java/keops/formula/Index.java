package keops.formula;

import java.util.List;

/**
 * The row index i ({@code I} in text) or the column index j ({@code J}) as a scalar, from 0: for masks, triangular sums
 * and i != j. It is exact up to 2^24 in float32 and 2^53 in float64. Immutable.
 */
public record Index(Category category) implements Formula {
    /** Refuses {@link Category#PARAMETER}, which has no index. */
    public Index {
        if (category == Category.PARAMETER) {
            throw new IllegalArgumentException("a parameter has no index");
        }
    }

    @Override
    public int dim() {
        return 1;
    }

    @Override
    public List<Formula> children() {
        return List.of();
    }

    @Override
    public boolean dependsOn(Category other) {
        return this.category == other;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
