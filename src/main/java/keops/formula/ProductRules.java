package keops.formula;

import static keops.formula.Simplify.extract;
import static keops.formula.Simplify.place;
import static keops.formula.Simplify.repeated;
import static keops.formula.Simplify.times;

import java.util.Optional;

/** Products of two factors. */
final class ProductRules {
    private static final Rules<Factors> RULES =
            Rules.of(ProductRules::placedSecond, ProductRules::placedFirst, ProductRules::normalForm);

    private ProductRules() {}

    /** Two factors. */
    private record Factors(Formula f, Formula g) {}

    static Formula product(Formula f, Formula g) {
        return RULES.first(new Factors(f, g)).orElseGet(() -> Call.of(ElementwiseOperators.MULTIPLY, f, g));
    }

    /**
     * {@code f ExtractT(g,k,D) = ExtractT(Extract(f,k,E) g,k,D)}, with f itself where it is a scalar. The zeros beside
     * stay zeros, even where f is infinite or NaN there, and have no sign.
     */
    private static Optional<Formula> placedSecond(Factors factors) {
        return factors.g instanceof Call placed && placed.operator() == ComponentOperators.EXTRACT_T
                ? Optional.of(placed(factors.f, placed))
                : Optional.empty();
    }

    /** {@code ExtractT(f,k,D) g = ExtractT(Extract(g,k,E) f,k,D)}, with the same limits. */
    private static Optional<Formula> placedFirst(Factors factors) {
        return factors.f instanceof Call placed && placed.operator() == ComponentOperators.EXTRACT_T
                ? Optional.of(placed(factors.g, placed))
                : Optional.empty();
    }

    private static Formula placed(Formula f, Call placed) {
        int start = placed.parameter(0);
        Formula inner = placed.argument(0);
        Formula factor = f.dim() == 1 ? f : extract(f, start, inner.dim());
        return repeated(place(times(factor, inner), start, placed.dim()), Math.max(f.dim(), placed.dim()));
    }

    /**
     * {@code (a s f) (b t g) = (a b) (s t) (f g)}, by {@link Product}, where a b is finite. Products are rounded in
     * another order, and 0 f is 0 even where f is infinite or NaN.
     */
    private static Optional<Formula> normalForm(Factors factors) {
        Product product = Product.of(factors.f).times(Product.of(factors.g));
        return Double.isFinite(product.coefficient()) ? Optional.of(product.formula()) : Optional.empty();
    }
}
