package keops.formula;

import java.util.List;
import keops.error.FormulaException;

/** A number, kept in double precision and rounded once, to the compute type. It is a scalar. Immutable. */
public record Constant(double value) implements Formula {
    /** Refuses infinities and NaN, which cannot be written as numbers. */
    public Constant {
        if (!Double.isFinite(value)) {
            throw new FormulaException("a constant must be a finite number, but is " + value);
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
    public boolean dependsOn(Category category) {
        return false;
    }

    /** Whether this is a whole number that an {@code int} holds. */
    boolean isInteger() {
        return value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
