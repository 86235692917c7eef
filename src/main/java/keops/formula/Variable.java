package keops.formula;

import java.util.List;
import java.util.Objects;

/**
 * An argument of the reduction: its position in the list of arguments, its dimension and what it is indexed by. The
 * name is for messages only: two variables of the same position, dimension and category are equal. Immutable.
 *
 * @param name the alias, or an empty text where the variable was written {@code Var(position,dim,category)}
 * @param position the rank among the arguments, from 0
 * @param dim the number of columns, or the length of a parameter
 * @param category what it is indexed by
 */
public record Variable(String name, int position, int dim, Category category) implements Formula {
    /** Checks position and dimension. */
    public Variable {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(category, "category");
        Limits.checkPosition(position);
        Limits.checkDimension(dim);
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
    public boolean equals(Object other) {
        return other instanceof Variable v && v.position == position && v.dim == dim && v.category == category;
    }

    @Override
    public int hashCode() {
        return (position * 31 + dim) * 31 + category.code() + 1;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
