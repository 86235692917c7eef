package keops.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A product in normal form: a number, times a scalar, times a vector. Without a vector, the scalar is repeated {@code
 * dim} times. Numbers and signs come first, and scalars are multiplied before vectors.
 *
 * @param coefficient the number
 * @param scalar a formula of dimension 1 without a number in front, or null for 1
 * @param vector a formula of dimension {@code dim > 1} without a number or a scalar in front, or null for all 1
 * @param dim the dimension
 */
record Product(double coefficient, Formula scalar, Formula vector, int dim) {
    private static final int MOST_FACTORS = 16;

    /** The normal form of a formula. */
    static Product of(Formula f) {
        return switch (f) {
            case Constant(double value) -> new Product(value, null, null, 1);
            case Zero(int dim) -> new Product(0, null, null, dim);
            case Call call when call.operator() == ElementwiseOperators.MINUS -> of(call.argument(0)).scaled(-1);
            case Call call when call.operator() == VectorOperators.SUM_T ->
                of(call.argument(0)).repeated(call.dim());
            case Call call when call.operator() == ElementwiseOperators.MULTIPLY && isComposite(call) ->
                of(call.argument(0)).times(of(call.argument(1)));
            case Variable _, Index _, Call _ -> f.dim() == 1
                    ? new Product(1, f, null, 1)
                    : new Product(1, null, f, f.dim());
        };
    }

    /** Whether a product has a number or a sign in front, or a scalar before a vector. */
    private static boolean isComposite(Call product) {
        return product.children().stream().anyMatch(factor -> factor instanceof Constant
                || factor.dim() < product.dim()
                || factor instanceof Call call && call.operator() == ElementwiseOperators.MINUS);
    }

    Product scaled(double factor) {
        return new Product(coefficient * factor, scalar, vector, dim);
    }

    Product repeated(int times) {
        return new Product(coefficient, scalar, vector, times);
    }

    Product times(Product other) {
        return new Product(coefficient * other.coefficient, multiplied(scalar, other.scalar),
                multiplied(vector, other.vector), Math.max(dim, other.dim));
    }

    /** Whether two products differ by their numbers only. */
    boolean isLike(Product other) {
        return dim == other.dim && Objects.equals(scalar, other.scalar) && Objects.equals(vector, other.vector);
    }

    /** The number and the scalar in front, without the vector. */
    Product front() {
        return new Product(coefficient, scalar, null, 1);
    }

    /** Whether it is a number, perhaps repeated. */
    boolean isNumber() {
        return scalar == null && vector == null;
    }

    /** The same without the number. */
    Product withoutNumber() {
        return new Product(1, scalar, vector, dim);
    }

    Formula formula() {
        if (coefficient == 0) {
            return new Zero(dim);
        }
        if (vector == null) {
            Formula one = scalar == null ? new Constant(coefficient) : scaled(coefficient, scalar);
            return dim == 1 ? one : new Call(VectorOperators.SUM_T, List.of(one), List.of(List.of(dim)));
        }
        return scalar == null
                ? scaled(coefficient, vector)
                : Call.of(ElementwiseOperators.MULTIPLY, scaled(coefficient, scalar), vector);
    }

    private static Formula scaled(double coefficient, Formula f) {
        if (coefficient == 1) {
            return f;
        }
        return coefficient == -1
                ? Call.of(ElementwiseOperators.MINUS, f)
                : Call.of(ElementwiseOperators.MULTIPLY, new Constant(coefficient), f);
    }

    private static Formula multiplied(Formula f, Formula g) {
        if (f == null || g == null) {
            return f == null ? g : f;
        }
        if (f.equals(g)) {
            return Call.of(ElementwiseOperators.SQUARE, f);
        }
        List<Formula> factors = factors(f);
        List<Formula> others = factors(g);
        if (f.dim() > 1 || g.dim() > 1 || others.stream().noneMatch(factors::contains)) {
            return Call.of(ElementwiseOperators.MULTIPLY, f, g);
        }
        factors.addAll(others);
        return product(factors);
    }

    /** The product of some scalars, of which equal ones make squares; null for none. */
    private static Formula product(List<Formula> scalars) {
        var left = new ArrayList<>(scalars);
        var factors = new ArrayList<Formula>();
        while (!left.isEmpty()) {
            Formula factor = left.removeFirst();
            factors.add(left.remove(factor) ? Call.of(ElementwiseOperators.SQUARE, factor) : factor);
        }
        return factors.stream()
                .reduce((f, g) -> Call.of(ElementwiseOperators.MULTIPLY, f, g))
                .orElse(null);
    }

    /** The scalar factors that two products share, each as often as both have it. */
    List<Formula> commonScalars(Product other) {
        List<Formula> others = factors(other.scalar);
        return factors(scalar).stream().filter(others::remove).toList();
    }

    /** This product divided by some of its scalar factors. */
    Product without(List<Formula> divisors) {
        List<Formula> left = factors(scalar);
        divisors.forEach(left::remove);
        return new Product(coefficient, product(left), vector, dim);
    }

    /** The product of some scalars. */
    static Product ofScalars(List<Formula> scalars) {
        return new Product(1, product(scalars), null, 1);
    }

    /** The factors of a scalar; those of very long products are not looked for. */
    private static List<Formula> factors(Formula scalar) {
        var factors = new ArrayList<Formula>();
        Formula rest = scalar;
        while (rest instanceof Call call && call.operator() == ElementwiseOperators.MULTIPLY
                && factors.size() < MOST_FACTORS) {
            addFirst(call.argument(1), factors);
            rest = call.argument(0);
        }
        if (rest != null) {
            addFirst(rest, factors);
        }
        return factors;
    }

    /** A square is a factor twice. */
    private static void addFirst(Formula factor, List<Formula> factors) {
        if (factor instanceof Call call && call.operator() == ElementwiseOperators.SQUARE) {
            factors.addFirst(call.argument(0));
            factors.addFirst(call.argument(0));
        } else {
            factors.addFirst(factor);
        }
    }
}
