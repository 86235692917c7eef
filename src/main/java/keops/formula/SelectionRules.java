package keops.formula;

import static keops.formula.Simplify.isZero;
import static keops.formula.Simplify.number;
import static keops.formula.Simplify.place;
import static keops.formula.Simplify.repeated;

import java.util.List;
import java.util.Optional;

/**
 * Selections {@code IfElse(c,f,g)}, which are f where c &gt;= 0 and g elsewhere, where c is NaN too. Scalars are s,
 * numbers a. What is not chosen has no part in the value, however infinite it is. All rules are exact, but for the sign
 * of a zero where a rule says so.
 */
final class SelectionRules {
    /** Of selections after {@link #sameCondition}. */
    private static final Rules<Selection> RULES = Rules.of(
            SelectionRules::zeros, SelectionRules::equal, SelectionRules::repeatedOrZero, SelectionRules::placedOrZero,
            SelectionRules::scaledOrZero);

    private SelectionRules() {}

    /** A condition, its branches, and the dimension of all. */
    private record Selection(Formula condition, Formula then, Formula otherwise, int dim) {
        /** Whether a branch is zero. */
        boolean hasZero() {
            return isZero(then) || isZero(otherwise);
        }

        /** The branch beside zero. */
        Formula other() {
            return isZero(then) ? otherwise : then;
        }

        boolean isOther(Operator operator) {
            return condition.dim() == 1 && hasZero() && other() instanceof Call call && call.operator() == operator;
        }

        /** The selection with what the other branch is made of in its place. */
        Selection ofPart() {
            Formula part = ((Call) other()).argument(0);
            return isZero(then)
                    ? new Selection(condition, number(0), part, part.dim())
                    : new Selection(condition, part, number(0), part.dim());
        }
    }

    static Formula selection(Formula condition, Formula then, Formula otherwise) {
        int dim = Dimensions.broadcast("a choice", List.of(condition, then, otherwise));
        return made(sameCondition(new Selection(condition, then, otherwise, dim)));
    }

    private static Formula made(Selection s) {
        return RULES.first(s).orElseGet(() -> repeated(
                Call.of(ElementwiseOperators.IF_ELSE, s.condition, s.then, s.otherwise), s.dim));
    }

    /** {@code IfElse(c,IfElse(c,f,g),h) = IfElse(c,f,h)} and {@code IfElse(c,f,IfElse(c,g,h)) = IfElse(c,f,h)}. */
    private static Selection sameCondition(Selection s) {
        return new Selection(s.condition, chosen(s.condition, s.then, 1),
                chosen(s.condition, s.otherwise, 2), s.dim);
    }

    /** The branch, without a selection by the same condition. */
    private static Formula chosen(Formula condition, Formula branch, int argument) {
        return branch instanceof Call call && call.operator() == ElementwiseOperators.IF_ELSE
                        && call.argument(0).equals(condition)
                ? call.argument(argument)
                : branch;
    }

    /** {@code IfElse(c,0,0) = 0}. */
    private static Optional<Formula> zeros(Selection s) {
        return isZero(s.then) && isZero(s.otherwise) ? Optional.of(new Zero(s.dim)) : Optional.empty();
    }

    /** {@code IfElse(c,f,f) = f}. */
    private static Optional<Formula> equal(Selection s) {
        return s.then.equals(s.otherwise) ? Optional.of(repeated(s.then, s.dim)) : Optional.empty();
    }

    /** {@code IfElse(t,SumT(s,D),0) = SumT(IfElse(t,s,0),D)}, for a scalar t, and so with the branches exchanged. */
    private static Optional<Formula> repeatedOrZero(Selection s) {
        return s.isOther(VectorOperators.SUM_T) ? Optional.of(repeated(made(s.ofPart()), s.dim)) : Optional.empty();
    }

    /**
     * {@code IfElse(t,ExtractT(f,k,D),0) = ExtractT(IfElse(t,f,0),k,D)}, for a scalar t, and so with the branches
     * exchanged.
     */
    private static Optional<Formula> placedOrZero(Selection s) {
        return s.isOther(ComponentOperators.EXTRACT_T)
                ? Optional.of(place(made(s.ofPart()), ((Call) s.other()).parameter(0), s.dim))
                : Optional.empty();
    }

    /**
     * {@code IfElse(c,a f,0) = a IfElse(c,f,0)}, and so with the branches exchanged. The zero is -0 where a is
     * negative. A vector of zeros becomes the number 0.
     */
    private static Optional<Formula> scaledOrZero(Selection s) {
        if (!s.hasZero()) {
            return Optional.empty();
        }
        Product product = Product.of(s.other());
        double front = product.isNumber() ? 1 : product.coefficient();
        Formula rest = product.isNumber() ? s.other() : product.withoutNumber().formula();
        Formula bare = isZero(s.then)
                ? Call.of(ElementwiseOperators.IF_ELSE, s.condition, number(0), rest)
                : Call.of(ElementwiseOperators.IF_ELSE, s.condition, rest, number(0));
        return Optional.of(repeated(front == 1 ? bare : Product.of(bare).scaled(front).formula(), s.dim));
    }
}
