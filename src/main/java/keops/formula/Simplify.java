package keops.formula;

import java.util.List;

/**
 * The constructors of derivatives. Each gives a formula of the same value, except for rounding and for 0 times infinity
 * or NaN, that is no larger than the plain one: constants are folded, zeros and ones vanish, signs and numbers move to
 * the front of products, repeated scalars stay scalars, and terms that differ by a factor are added. Their rules are
 * ordered lists of lines of algebra: {@link ProductRules}, {@link SumRules}, {@link ComponentSumRules}, {@link
 * ExtractRules}, {@link SelectionRules} and {@link AtZeroRules}.
 */
final class Simplify {
    private Simplify() {}

    static boolean isZero(Formula f) {
        return f instanceof Zero || f instanceof Constant(double value) && value == 0;
    }

    static Formula number(double value) {
        return new Constant(value);
    }

    /** {@code f g}, by {@link ProductRules}. */
    static Formula times(Formula f, Formula g) {
        return ProductRules.product(f, g);
    }

    static Formula times(double number, Formula f) {
        return times(number(number), f);
    }

    /** {@code -(-f) = f}; {@code -(a f) = (-a) f}. Exact. */
    static Formula negative(Formula f) {
        return times(-1, f);
    }

    static Formula minus(Formula f, Formula g) {
        return plus(f, negative(g));
    }

    /** {@code f + g}, by {@link SumRules}. */
    static Formula plus(Formula f, Formula g) {
        return SumRules.sum(f, g);
    }

    /** {@code Square(-f) = Square(f)}. Exact. */
    static Formula square(Formula f) {
        return times(f, f);
    }

    /** {@code 1 / a} is a number, where that is finite. */
    static Formula inverse(Formula f) {
        return f instanceof Constant(double value) && value != 0 && Double.isFinite(1 / value)
                ? number(1 / value)
                : Call.of(ElementwiseOperators.INV, f);
    }

    /** {@code f / g = f (1 / g)}, rounded twice: a 1/g that several quotients share is computed once. */
    static Formula over(Formula f, Formula g) {
        return times(f, inverse(g));
    }

    /** {@code SumT(0,D) = 0}; {@code SumT(f,D) = f} where f has dimension D. Exact. */
    static Formula repeated(Formula f, int dim) {
        if (f.dim() == dim) {
            return f;
        }
        return isZero(f) ? new Zero(dim) : new Call(VectorOperators.SUM_T, List.of(f), List.of(List.of(dim)));
    }

    /** {@code Sum(f)}, by {@link ComponentSumRules}. */
    static Formula sum(Formula f) {
        return ComponentSumRules.sumOf(f);
    }

    /** {@code Extract(f,start,dim)}, by {@link ExtractRules}. */
    static Formula extract(Formula f, int start, int dim) {
        return ExtractRules.components(f, start, dim);
    }

    /** {@code ExtractT(0,k,D) = 0}; {@code ExtractT(f,0,D) = f} where f has dimension D. Exact. */
    static Formula place(Formula f, int start, int dim) {
        if (f.dim() == dim) {
            return f;
        }
        return isZero(f)
                ? new Zero(dim)
                : new Call(ComponentOperators.EXTRACT_T, List.of(f), List.of(List.of(start), List.of(dim)));
    }

    /** {@code IfElse(condition,then,otherwise)}, by {@link SelectionRules}. */
    static Formula choose(Formula condition, Formula then, Formula otherwise) {
        return SelectionRules.selection(condition, then, otherwise);
    }

    /** {@code AtZero(f,limit,otherwise)}, by {@link AtZeroRules}. */
    static Formula atZero(Formula f, Formula limit, Formula otherwise) {
        return AtZeroRules.selection(f, limit, otherwise);
    }

    /** A call of an operator that is linear in its last argument: zero if that is zero. */
    static Formula linear(Operator operator, Formula... arguments) {
        Call call = Call.of(operator, arguments);
        return isZero(arguments[arguments.length - 1]) ? new Zero(call.dim()) : call;
    }
}
