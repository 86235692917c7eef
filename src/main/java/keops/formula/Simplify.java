package keops.formula;

import java.util.List;

/**
 * The constructors of derivatives. Each gives a formula of the same value, except for rounding and for 0 times infinity
 * or NaN, that is no larger than the plain one: constants are folded, zeros and ones vanish, signs and numbers move to
 * the front of products, repeated scalars stay scalars, and terms that differ by a factor are added.
 */
final class Simplify {
    /** The number of terms of a sum that are searched for one to which a new term can be added. */
    private static final int MOST_TERMS = 16;

    private Simplify() {}

    static boolean isZero(Formula f) {
        return f instanceof Zero || f instanceof Constant(double value) && value == 0;
    }

    static Formula number(double value) {
        return new Constant(value);
    }

    /**
     * 0 f = 0; 1 f = f; a (b f) = (a b) f; (-f) g = -(f g); (s f) (t g) = (s t) (f g); SumT(s) f = s f; f f = f^2;
     * f ExtractT(g) = ExtractT(f g).
     */
    static Formula times(Formula f, Formula g) {
        if (g instanceof Call call && call.operator() == ComponentOperators.EXTRACT_T) {
            return timesPlaced(f, call);
        } else if (f instanceof Call call && call.operator() == ComponentOperators.EXTRACT_T) {
            return timesPlaced(g, call);
        }
        Product product = Product.of(f).times(Product.of(g));
        return Double.isFinite(product.coefficient())
                ? product.formula()
                : Call.of(ElementwiseOperators.MULTIPLY, f, g);
    }

    private static Formula timesPlaced(Formula f, Call placed) {
        int start = placed.parameter(0);
        Formula inner = placed.argument(0);
        Formula factor = f.dim() == 1 ? f : extract(f, start, inner.dim());
        return repeated(place(times(factor, inner), start, placed.dim()), Math.max(f.dim(), placed.dim()));
    }

    static Formula times(double number, Formula f) {
        return times(number(number), f);
    }

    /** -(-f) = f; -(a f) = (-a) f. */
    static Formula negative(Formula f) {
        return times(-1, f);
    }

    static Formula minus(Formula f, Formula g) {
        return plus(f, negative(g));
    }

    /**
     * f + 0 = f; (f + 1) + (g + 2) = (f + g) + 3; a f + b f = (a + b) f; s f + t f = (s + t) f; s f + s g = s (f + g);
     * f + (-g) = f - g; sums of selections by one condition are selections between sums.
     */
    static Formula plus(Formula f, Formula g) {
        int dim = Dimensions.broadcast("a sum", List.of(f, g));
        if (isZero(f) || isZero(g)) {
            return repeated(isZero(f) ? g : f, dim);
        }
        if (f instanceof Call a && g instanceof Call b && a.operator() == ComponentOperators.EXTRACT_T
                && b.operator() == ComponentOperators.EXTRACT_T && a.parameters().equals(b.parameters())
                && a.argument(0).dim() == b.argument(0).dim()) {
            return place(plus(a.argument(0), b.argument(0)), a.parameter(0), dim);
        }
        if (f instanceof Call a && g instanceof Call b && a.operator() == ElementwiseOperators.IF_ELSE
                && b.operator() == ElementwiseOperators.IF_ELSE && a.argument(0).equals(b.argument(0))) {
            return choose(a.argument(0), plus(a.argument(1), b.argument(1)), plus(a.argument(2), b.argument(2)));
        }
        if (f instanceof Call a && g instanceof Call b && a.operator() == ElementwiseOperators.AT_ZERO
                && b.operator() == ElementwiseOperators.AT_ZERO && a.argument(0).equals(b.argument(0))) {
            return atZero(a.argument(0), plus(a.argument(1), b.argument(1)), plus(a.argument(2), b.argument(2)));
        }
        double constant = constantIn(f) + constantIn(g);
        boolean hasConstants = constantIn(f) != 0 || constantIn(g) != 0;
        if (dim == 1 && hasConstants && Double.isFinite(constant)
                && !(f instanceof Constant && g instanceof Constant)) {
            return withConstant(plus(withoutConstant(f), withoutConstant(g)), constant);
        }
        Product first = Product.of(repeated(f, dim));
        Product second = Product.of(repeated(g, dim));
        Formula merged = merged(first, second);
        if (merged == null) {
            merged = mergedWithTerm(f, g, MOST_TERMS);
        }
        return merged != null ? merged : added(first, second);
    }

    /** The number that stands last in a sum. */
    private static double constantIn(Formula f) {
        if (f instanceof Constant(double value)) {
            return value;
        }
        return hasConstant(f) ? ((Constant) ((Call) f).argument(1)).value() * signOf((Call) f) : 0;
    }

    private static Formula withoutConstant(Formula f) {
        if (f instanceof Constant) {
            return new Zero(1);
        }
        return hasConstant(f) ? ((Call) f).argument(0) : f;
    }

    private static boolean hasConstant(Formula f) {
        return f instanceof Call call
                && (call.operator() == ElementwiseOperators.ADD || call.operator() == ElementwiseOperators.SUBTRACT)
                && call.dim() == 1 && call.argument(1) instanceof Constant;
    }

    private static int signOf(Call sum) {
        return sum.operator() == ElementwiseOperators.ADD ? 1 : -1;
    }

    private static Formula withConstant(Formula f, double constant) {
        if (isZero(f) || constant == 0) {
            return constant == 0 ? f : number(constant);
        }
        return constant < 0
                ? Call.of(ElementwiseOperators.SUBTRACT, f, number(-constant))
                : Call.of(ElementwiseOperators.ADD, f, number(constant));
    }

    /** The sum of two terms with a common factor, or null. */
    private static Formula merged(Product f, Product g) {
        if (f.isLike(g)) {
            double sum = f.coefficient() + g.coefficient();
            return Double.isFinite(sum) ? f.withoutNumber().scaled(sum).formula() : null;
        }
        if (f.vector() == null && g.vector() == null && f.dim() > 1) {
            return repeated(plus(f.repeated(1).formula(), g.repeated(1).formula()), f.dim());
        }
        if (f.vector() != null && f.vector().equals(g.vector())) {
            var scalars = plus(scalarPart(f).formula(), scalarPart(g).formula());
            return Product.of(scalars).times(new Product(1, null, f.vector(), f.dim())).formula();
        }
        List<Formula> common = f.commonScalars(g);
        if (common.isEmpty()) {
            return null;
        }
        Formula rest = plus(f.without(common).formula(), g.without(common).formula());
        return times(Product.ofScalars(common).formula(), rest);
    }

    private static Product scalarPart(Product f) {
        return new Product(f.coefficient(), f.scalar(), null, 1);
    }

    /** (f + g) + h = (f + h) + g or f + (g + h), where the terms added share something; else null. */
    private static Formula mergedWithTerm(Formula sum, Formula term, int steps) {
        if (steps == 0 || !(sum instanceof Call call) || call.operator() != ElementwiseOperators.ADD
                || call.argument(0).dim() != term.dim() || call.argument(1).dim() != term.dim()) {
            return null;
        }
        Formula last = merged(Product.of(call.argument(1)), Product.of(term));
        if (last != null) {
            return plus(call.argument(0), last);
        }
        Formula first = merged(Product.of(call.argument(0)), Product.of(term));
        if (first == null) {
            first = mergedWithTerm(call.argument(0), term, steps - 1);
        }
        return first == null ? null : plus(first, call.argument(1));
    }

    /**
     * A sum of terms without a common factor: signs in front of both move out, and so do numbers that leave one term
     * without, as in 2 f + 4 g = 2 (f + 2 g).
     */
    private static Formula added(Product f, Product g) {
        double a = f.coefficient();
        double b = g.coefficient();
        double outer = Math.abs(a) <= Math.abs(b) ? a : b;
        if (Math.abs(outer) != 1 && !isNumber(f) && !isNumber(g) && a / outer * outer == a && b / outer * outer == b) {
            Product first = f.withoutNumber().scaled(a / outer);
            return Product.of(added(first, g.withoutNumber().scaled(b / outer))).scaled(outer).formula();
        }
        if (a < 0 && b < 0) {
            return Product.of(added(f.scaled(-1), g.scaled(-1))).scaled(-1).formula();
        }
        if (b < 0) {
            return Call.of(ElementwiseOperators.SUBTRACT, f.formula(), g.scaled(-1).formula());
        }
        return a < 0
                ? Call.of(ElementwiseOperators.SUBTRACT, g.formula(), f.scaled(-1).formula())
                : Call.of(ElementwiseOperators.ADD, f.formula(), g.formula());
    }

    private static boolean isNumber(Product f) {
        return f.scalar() == null && f.vector() == null;
    }

    /** Square(-f) = Square(f). */
    static Formula square(Formula f) {
        return times(f, f);
    }

    static Formula inverse(Formula f) {
        return f instanceof Constant(double value) && value != 0 && Double.isFinite(1 / value)
                ? number(1 / value)
                : Call.of(ElementwiseOperators.INV, f);
    }

    /** f / g as f (1/g): a 1/g that several quotients share is computed once. */
    static Formula over(Formula f, Formula g) {
        return times(f, inverse(g));
    }

    /** SumT(0,D) = 0; SumT(SumT(f)) and SumT(f,1) are f. */
    static Formula repeated(Formula f, int dim) {
        if (f.dim() == dim) {
            return f;
        }
        return isZero(f) ? new Zero(dim) : new Call(VectorOperators.SUM_T, List.of(f), List.of(List.of(dim)));
    }

    /**
     * Sum(SumT(s,D)) = D s; Sum(a s f) = a s Sum(f); Sum(f g) = (f|g); Sum(f^2) = |f|^2; Sum(ExtractT(f)) = Sum(f);
     * Sum(f (s g + h)) = s (f|g) + (f|h).
     */
    static Formula sum(Formula f) {
        if (f.dim() == 1) {
            return f;
        }
        Product product = Product.of(f);
        Product front = scalarPart(product);
        return product.vector() == null
                ? front.scaled(f.dim()).formula()
                : front.times(Product.of(summed(product.vector()))).formula();
    }

    private static Formula summed(Formula vector) {
        if (vector instanceof Call call) {
            Operator operator = call.operator();
            if (operator == ElementwiseOperators.SQUARE) {
                return Call.of(VectorOperators.SQ_NORM2, call.argument(0));
            } else if (operator == ElementwiseOperators.MULTIPLY) {
                return scalarProduct(call.argument(0), call.argument(1));
            } else if (operator == ComponentOperators.EXTRACT_T) {
                return sum(call.argument(0));
            }
        }
        return Call.of(VectorOperators.SUM, vector);
    }

    private static Formula scalarProduct(Formula f, Formula g) {
        if (isCombination(g)) {
            return combined((Call) g, f);
        }
        return isCombination(f) ? combined((Call) f, g) : Call.of(VectorOperators.SCALAR_PRODUCT, f, g);
    }

    /** A sum of vectors of which one has a scalar in front: products with the parts are as cheap, and may be shared. */
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

    /**
     * Components of zeros, of repeated scalars and of what was put in place are known; a slice of a slice is a slice.
     */
    static Formula extract(Formula f, int start, int dim) {
        if (dim == f.dim()) {
            return f;
        } else if (isZero(f)) {
            return new Zero(dim);
        }
        if (!(f instanceof Call call)) {
            return Algebra.components(f, start, dim);
        }
        if (call.operator() == VectorOperators.SUM_T) {
            return repeated(call.argument(0), dim);
        } else if (call.operator() == ComponentOperators.EXTRACT) {
            return extract(call.argument(0), call.parameter(0) + start, dim);
        } else if (call.operator() == ComponentOperators.EXTRACT_T) {
            int from = start - call.parameter(0);
            int width = call.argument(0).dim();
            if (from + dim <= 0 || from >= width) {
                return new Zero(dim);
            } else if (from >= 0 && from + dim <= width) {
                return extract(call.argument(0), from, dim);
            }
        } else if (call.operator() == ComponentOperators.CONCAT) {
            int from = start;
            for (Formula part : call.children()) {
                if (from >= 0 && from + dim <= part.dim()) {
                    return extract(part, from, dim);
                }
                from -= part.dim();
            }
        }
        return distributed(call, start, dim);
    }

    /** Components of sums and products are sums and products of components, where zeros may be seen. */
    private static Formula distributed(Call call, int start, int dim) {
        List<Formula> parts = call.children();
        Operator operator = call.operator();
        if (operator == ElementwiseOperators.MINUS) {
            return negative(extract(parts.getFirst(), start, dim));
        } else if (operator == ElementwiseOperators.IF_ELSE && parts.getFirst().dim() == 1) {
            return choose(parts.get(0), component(parts.get(1), start, dim), component(parts.get(2), start, dim));
        } else if (operator == ElementwiseOperators.AT_ZERO && parts.getFirst().dim() == 1) {
            return atZero(parts.get(0), component(parts.get(1), start, dim), component(parts.get(2), start, dim));
        } else if (operator != ElementwiseOperators.ADD && operator != ElementwiseOperators.SUBTRACT
                && operator != ElementwiseOperators.MULTIPLY) {
            return Algebra.components(call, start, dim);
        }
        Formula f = component(parts.get(0), start, dim);
        Formula g = component(parts.get(1), start, dim);
        if (operator == ElementwiseOperators.MULTIPLY) {
            return times(f, g);
        }
        return repeated(operator == ElementwiseOperators.ADD ? plus(f, g) : minus(f, g), dim);
    }

    /** Components of a vector; of a scalar that is repeated, itself. */
    private static Formula component(Formula f, int start, int dim) {
        return f.dim() == 1 ? f : extract(f, start, dim);
    }

    /** ExtractT(0) = 0. */
    static Formula place(Formula f, int start, int dim) {
        if (f.dim() == dim) {
            return f;
        }
        return isZero(f)
                ? new Zero(dim)
                : new Call(ComponentOperators.EXTRACT_T, List.of(f), List.of(List.of(start), List.of(dim)));
    }

    /**
     * IfElse(f,0,0) = 0; IfElse(f,a,a) = a; IfElse(f,a,IfElse(f,b,c)) = IfElse(f,a,c), and so on; IfElse(f,2 a,0) =
     * 2 IfElse(f,a,0); for a scalar f, repeated scalars stay scalars, and zeros around components stay zeros.
     */
    static Formula choose(Formula condition, Formula then, Formula otherwise) {
        int dim = Dimensions.broadcast("a choice", List.of(condition, then, otherwise));
        Formula f = chosen(condition, then, true);
        Formula g = chosen(condition, otherwise, false);
        if (isZero(f) && isZero(g)) {
            return new Zero(dim);
        } else if (f.equals(g)) {
            return repeated(f, dim);
        } else if (isZero(f) || isZero(g)) {
            return chosenOrZero(condition, isZero(f) ? g : f, isZero(g), dim);
        }
        return Call.of(ElementwiseOperators.IF_ELSE, condition, f, g);
    }

    /** AtZero(f,0,0) = 0; AtZero(f,a,AtZero(f,b,c)) = AtZero(f,a,c). */
    static Formula atZero(Formula f, Formula limit, Formula otherwise) {
        Formula rest = otherwise instanceof Call call && call.operator() == ElementwiseOperators.AT_ZERO
                        && call.argument(0).equals(f)
                ? call.argument(2)
                : otherwise;
        return isZero(limit) && isZero(rest)
                ? new Zero(Math.max(f.dim(), Math.max(limit.dim(), rest.dim())))
                : Call.of(ElementwiseOperators.AT_ZERO, f, limit, rest);
    }

    /** The branch, without a selection by the same condition. */
    private static Formula chosen(Formula condition, Formula branch, boolean holds) {
        return branch instanceof Call call && call.operator() == ElementwiseOperators.IF_ELSE
                        && call.argument(0).equals(condition)
                ? call.argument(holds ? 1 : 2)
                : branch;
    }

    private static Formula chosenOrZero(Formula condition, Formula f, boolean holds, int dim) {
        if (condition.dim() == 1 && f instanceof Call call) {
            if (call.operator() == VectorOperators.SUM_T) {
                return repeated(chosenOrZero(condition, call.argument(0), holds, 1), dim);
            } else if (call.operator() == ComponentOperators.EXTRACT_T) {
                Formula inner = call.argument(0);
                return place(chosenOrZero(condition, inner, holds, inner.dim()), call.parameter(0), dim);
            }
        }
        Product product = Product.of(f);
        Formula rest = isNumber(product) ? f : product.withoutNumber().formula();
        Formula choice = holds
                ? Call.of(ElementwiseOperators.IF_ELSE, condition, rest, number(0))
                : Call.of(ElementwiseOperators.IF_ELSE, condition, number(0), rest);
        return isNumber(product) ? choice : Product.of(choice).scaled(product.coefficient()).formula();
    }

    /** A call of an operator that is linear in its last argument: zero if that is zero. */
    static Formula linear(Operator operator, Formula... arguments) {
        Call call = Call.of(operator, arguments);
        return isZero(arguments[arguments.length - 1]) ? new Zero(call.dim()) : call;
    }
}
