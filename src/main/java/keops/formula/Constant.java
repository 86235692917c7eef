package keops.formula;

import java.util.List;

/** A number, kept in double precision and rounded once, to the compute type. It is a scalar. */
public record Constant(double value) implements Formula {
    @Override
    public int dim() {
        return 1;
    }

    @Override
    public List<Formula> children() {
        return List.of();
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
