package keops.formula;

import static keops.formula.Simplify.isZero;
import static keops.formula.Simplify.repeated;

import java.util.List;
import java.util.Optional;

/**
 * Selections {@code AtZero(f,a,b)}, which are a where f is 0 or -0, and b elsewhere, where f is NaN too. All rules are
 * exact.
 */
final class AtZeroRules {
    private static final Rules<Selection> RULES = Rules.of(AtZeroRules::sameCondition, AtZeroRules::zeros);

    private AtZeroRules() {}

    /** What is compared with 0, its branches, and the dimension of all. */
    private record Selection(Formula f, Formula limit, Formula otherwise, int dim) {}

    static Formula selection(Formula f, Formula limit, Formula otherwise) {
        int dim = Dimensions.broadcast("a choice", List.of(f, limit, otherwise));
        return selection(new Selection(f, limit, otherwise, dim));
    }

    private static Formula selection(Selection s) {
        return RULES.first(s).orElseGet(() -> repeated(
                Call.of(ElementwiseOperators.AT_ZERO, s.f, s.limit, s.otherwise), s.dim));
    }

    /** {@code AtZero(f,a,AtZero(f,b,c)) = AtZero(f,a,c)}. */
    private static Optional<Formula> sameCondition(Selection s) {
        return s.otherwise instanceof Call call && call.operator() == ElementwiseOperators.AT_ZERO
                        && call.argument(0).equals(s.f)
                ? Optional.of(selection(new Selection(s.f, s.limit, call.argument(2), s.dim)))
                : Optional.empty();
    }

    /** {@code AtZero(f,0,0) = 0}. */
    private static Optional<Formula> zeros(Selection s) {
        return isZero(s.limit) && isZero(s.otherwise) ? Optional.of(new Zero(s.dim)) : Optional.empty();
    }
}
