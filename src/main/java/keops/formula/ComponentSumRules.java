package keops.formula;

import static keops.formula.Simplify.minus;
import static keops.formula.Simplify.plus;
import static keops.formula.Simplify.sum;
import static keops.formula.Simplify.times;

import java.util.Optional;

/** Sums over the components of a vector. Scalars are s and t, numbers a. */
final class ComponentSumRules {
    private static final Rules<Formula> RULES =
            Rules.of(ComponentSumRules::scalar, ComponentSumRules::repeated, ComponentSumRules::scaled);
    /** Of vectors without a number or a scalar in front. */
    private static final Rules<Call> BARE = Rules.of(
            ComponentSumRules::square, ComponentSumRules::withCombination, ComponentSumRules::ofCombination,
            ComponentSumRules::product, ComponentSumRules::placed);

    private ComponentSumRules() {}

    static Formula sumOf(Formula f) {
        return RULES.first(f).orElseThrow();
    }

    /** {@code Sum(s) = s}. Exact. */
    private static Optional<Formula> scalar(Formula f) {
        return f.dim() == 1 ? Optional.of(f) : Optional.empty();
    }

    /** {@code Sum(SumT(s,D)) = D s}. Rounded once. */
    private static Optional<Formula> repeated(Formula f) {
        Product product = Product.of(f);
        return product.vector() == null ? Optional.of(product.front().scaled(f.dim()).formula()) : Optional.empty();
    }

    /**
     * {@code Sum(a s f) = a s Sum(f)}, rounded in another order. It may be finite where the other is not, and infinite
     * where that is finite; a sum of zeros has the sign of a s.
     */
    private static Optional<Formula> scaled(Formula f) {
        Product product = Product.of(f);
        return Optional.of(product.front().times(Product.of(ofVector(product.vector()))).formula());
    }

    private static Formula ofVector(Formula vector) {
        Optional<Formula> made = vector instanceof Call call ? BARE.first(call) : Optional.empty();
        return made.orElseGet(() -> Call.of(VectorOperators.SUM, vector));
    }

    /** {@code Sum(f^2) = |f|^2}. Exact. */
    private static Optional<Formula> square(Call vector) {
        return vector.operator() == ElementwiseOperators.SQUARE
                ? Optional.of(Call.of(VectorOperators.SQ_NORM2, vector.argument(0)))
                : Optional.empty();
    }

    /**
     * {@code Sum(f (s g + h)) = s (f|g) + (f|h)}: as cheap, and parts that may be shared. NaN where both are infinite.
     */
    private static Optional<Formula> withCombination(Call vector) {
        return isProduct(vector) && isCombination(vector.argument(1))
                ? Optional.of(combined((Call) vector.argument(1), vector.argument(0)))
                : Optional.empty();
    }

    /** {@code Sum((s g + h) f) = s (f|g) + (f|h)}. */
    private static Optional<Formula> ofCombination(Call vector) {
        return isProduct(vector) && isCombination(vector.argument(0))
                ? Optional.of(combined((Call) vector.argument(0), vector.argument(1)))
                : Optional.empty();
    }

    /** {@code Sum(f g) = (f|g)}. Exact. */
    private static Optional<Formula> product(Call vector) {
        return isProduct(vector)
                ? Optional.of(Call.of(VectorOperators.SCALAR_PRODUCT, vector.argument(0), vector.argument(1)))
                : Optional.empty();
    }

    /** {@code Sum(ExtractT(f,k,D)) = Sum(f)}. Exact. */
    private static Optional<Formula> placed(Call vector) {
        return vector.operator() == ComponentOperators.EXTRACT_T
                ? Optional.of(sum(vector.argument(0)))
                : Optional.empty();
    }

    private static boolean isProduct(Call vector) {
        return vector.operator() == ElementwiseOperators.MULTIPLY;
    }

    /** A sum of vectors of which one has a scalar in front. */
    private static boolean isCombination(Formula f) {
        return f instanceof Call call
                && (call.operator() == ElementwiseOperators.ADD || call.operator() == ElementwiseOperators.SUBTRACT)
                && call.children().stream().allMatch(term -> term.dim() == f.dim())
                && call.children().stream().anyMatch(term -> Product.of(term).scalar() != null);
    }

    private static Formula combined(Call combination, Formula f) {
        Formula first = sum(times(f, combination.argument(0)));
        Formula second = sum(times(f, combination.argument(1)));
        return combination.operator() == ElementwiseOperators.ADD ? plus(first, second) : minus(first, second);
    }
}
