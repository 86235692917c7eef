package keops.lazy;

import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Variable;
import keops.tensor.Tensor;

/** An operand of a lazy tensor. Two operands are equal if they are the same argument of a reduction. Immutable. */
public sealed interface Operand {

    /** What the operand is indexed by. */
    Category category();

    /** The dimension. */
    int dim();

    /** The same operand with i and j exchanged. */
    Operand transposed();

    /** A tensor. */
    record Given(Tensor tensor, Category category) implements Operand {
        @Override
        public int dim() {
            return Math.toIntExact(tensor.size(tensor.rank() - 1));
        }

        /** The number of rows. */
        public long rows() {
            return tensor.size(tensor.rank() - 2);
        }

        @Override
        public Operand transposed() {
            return new Given(tensor, exchanged(category));
        }

        @Override
        public String toString() {
            return category.constructor() + " " + tensor.description();
        }
    }

    /**
     * A tensor that is given at the call.
     *
     * @param position its position among those that are given at the call
     * @param dim the dimension
     * @param category what it is indexed by
     */
    record Symbol(int position, int dim, Category category) implements Operand {
        /** Checks the position. */
        public Symbol {
            if (position < 0) {
                throw new FormulaException("the positions of symbols start at 0, but " + position + " came");
            }
        }

        @Override
        public Operand transposed() {
            return new Symbol(position, dim, exchanged(category));
        }

        @Override
        public String toString() {
            return category.constructor() + "(" + position + "," + dim + ")";
        }
    }

    /** The variable of this operand in formulas: {@code x0}, {@code y1} or {@code p2}. */
    default Variable variable(int position) {
        String letter = switch (category()) {
            case I -> "x";
            case J -> "y";
            case PARAMETER -> "p";
        };
        return new Variable(letter + position, position, dim(), category());
    }

    private static Category exchanged(Category category) {
        return switch (category) {
            case I -> Category.J;
            case J -> Category.I;
            case PARAMETER -> Category.PARAMETER;
        };
    }
}
