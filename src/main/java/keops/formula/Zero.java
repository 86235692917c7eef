package keops.formula;

import java.util.List;

/** The zero vector of a given dimension. Immutable. */
public record Zero(int dim) implements Formula {
    /** Checks the dimension. */
    public Zero {
        Limits.checkDimension(dim);
    }

    @Override
    public List<Formula> children() {
        return List.of();
    }

    @Override
    public boolean dependsOn(Category category) {
        return false;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
