package keops.formula;

import static keops.formula.Simplify.atZero;
import static keops.formula.Simplify.choose;
import static keops.formula.Simplify.isZero;
import static keops.formula.Simplify.number;
import static keops.formula.Simplify.place;
import static keops.formula.Simplify.plus;
import static keops.formula.Simplify.repeated;
import static keops.formula.Simplify.times;

import java.util.List;
import java.util.Optional;

/**
 * Sums of two terms. Scalars s and t are repeated where a sum is one of vectors, a and b are numbers. All rules change
 * the rounding of what they merge, and f - f is 0 even where f is infinite or NaN.
 */
final class SumRules {
    /** How many terms of a sum are searched for one that a new term can be added to. */
    private static final int MOST_TERMS = 16;

    private static final Rules<Terms> RULES = Rules.of(
            SumRules::zero, SumRules::placed, SumRules::selections, SumRules::selectionsAtZero, SumRules::constants,
            SumRules::shared, SumRules::earlierTerm, SumRules::unlike);
    /** Of terms that share something. */
    private static final Rules<Products> SHARED = Rules.of(
            SumRules::like, SumRules::repeatedScalars, SumRules::sameVector, SumRules::sameScalars);
    /** Of terms that share nothing but numbers and signs. */
    private static final Rules<Products> UNLIKE = Rules.of(
            SumRules::sameNumber, SumRules::negatives, SumRules::negativeSecond, SumRules::negativeFirst);

    private SumRules() {}

    /** Two terms, and the dimension of their sum. */
    private record Terms(Formula f, Formula g, int dim) {
        Products products() {
            return new Products(Product.of(repeated(f, dim)), Product.of(repeated(g, dim)));
        }
    }

    /** Two terms as products, of the same dimension. */
    private record Products(Product f, Product g) {}

    static Formula sum(Formula f, Formula g) {
        var terms = new Terms(f, g, Dimensions.broadcast("a sum", List.of(f, g)));
        return RULES.first(terms).orElseThrow();
    }

    /** {@code f + 0 = f}. A sum with 0 would make 0 of -0. */
    private static Optional<Formula> zero(Terms terms) {
        return isZero(terms.f) || isZero(terms.g)
                ? Optional.of(repeated(isZero(terms.f) ? terms.g : terms.f, terms.dim))
                : Optional.empty();
    }

    /** {@code ExtractT(f,k,D) + ExtractT(g,k,D) = ExtractT(f + g,k,D)}. Exact, for 0 + 0 is 0. */
    private static Optional<Formula> placed(Terms terms) {
        return areOf(ComponentOperators.EXTRACT_T, terms)
                        && terms.f instanceof Call a && terms.g instanceof Call b
                        && a.parameters().equals(b.parameters())
                        && a.argument(0).dim() == b.argument(0).dim()
                ? Optional.of(place(plus(a.argument(0), b.argument(0)), a.parameter(0), terms.dim))
                : Optional.empty();
    }

    private static boolean areOf(Operator operator, Terms terms) {
        return terms.f instanceof Call a && a.operator() == operator
                && terms.g instanceof Call b && b.operator() == operator;
    }

    /** {@code IfElse(c,f,g) + IfElse(c,f',g') = IfElse(c,f + f',g + g')}. Exact. */
    private static Optional<Formula> selections(Terms terms) {
        return areOf(ElementwiseOperators.IF_ELSE, terms)
                        && terms.f instanceof Call a && terms.g instanceof Call b && a.argument(0).equals(b.argument(0))
                ? Optional.of(choose(
                        a.argument(0), plus(a.argument(1), b.argument(1)), plus(a.argument(2), b.argument(2))))
                : Optional.empty();
    }

    /** {@code AtZero(c,f,g) + AtZero(c,f',g') = AtZero(c,f + f',g + g')}. Exact. */
    private static Optional<Formula> selectionsAtZero(Terms terms) {
        return areOf(ElementwiseOperators.AT_ZERO, terms)
                        && terms.f instanceof Call a && terms.g instanceof Call b && a.argument(0).equals(b.argument(0))
                ? Optional.of(atZero(
                        a.argument(0), plus(a.argument(1), b.argument(1)), plus(a.argument(2), b.argument(2))))
                : Optional.empty();
    }

    /** {@code (s + a) + (t + b) = (s + t) + (a + b)}, where a + b is finite. */
    private static Optional<Formula> constants(Terms terms) {
        Formula f = terms.f;
        Formula g = terms.g;
        double constant = constantIn(f) + constantIn(g);
        boolean hasConstants = constantIn(f) != 0 || constantIn(g) != 0;
        return terms.dim == 1 && hasConstants && Double.isFinite(constant)
                        && !(f instanceof Constant && g instanceof Constant)
                ? Optional.of(withConstant(plus(withoutConstant(f), withoutConstant(g)), constant))
                : Optional.empty();
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

    /** The rules of terms that share something. */
    private static Optional<Formula> shared(Terms terms) {
        return SHARED.first(terms.products());
    }

    /** {@code a f + b f = (a + b) f}, where a + b is finite; no other rule does better where it is not. */
    private static Optional<Formula> like(Products terms) {
        double sum = terms.f.coefficient() + terms.g.coefficient();
        return terms.f.isLike(terms.g) && Double.isFinite(sum)
                ? Optional.of(terms.f.withoutNumber().scaled(sum).formula())
                : Optional.empty();
    }

    /** {@code SumT(s,D) + SumT(t,D) = SumT(s + t,D)}. Exact. */
    private static Optional<Formula> repeatedScalars(Products terms) {
        Product f = terms.f;
        return !f.isLike(terms.g) && f.vector() == null && terms.g.vector() == null && f.dim() > 1
                ? Optional.of(repeated(plus(f.repeated(1).formula(), terms.g.repeated(1).formula()), f.dim()))
                : Optional.empty();
    }

    /** {@code s f + t f = (s + t) f}, of a vector f. */
    private static Optional<Formula> sameVector(Products terms) {
        Product f = terms.f;
        if (f.isLike(terms.g) || f.vector() == null || !f.vector().equals(terms.g.vector())) {
            return Optional.empty();
        }
        Formula scalars = plus(f.front().formula(), terms.g.front().formula());
        return Optional.of(Product.of(scalars).times(new Product(1, null, f.vector(), f.dim())).formula());
    }

    /** {@code s f + s g = s (f + g)}. */
    private static Optional<Formula> sameScalars(Products terms) {
        List<Formula> common = terms.f.isLike(terms.g) ? List.of() : terms.f.commonScalars(terms.g);
        return common.isEmpty()
                ? Optional.empty()
                : Optional.of(times(Product.ofScalars(common).formula(),
                        plus(terms.f.without(common).formula(), terms.g.without(common).formula())));
    }

    /** {@code (f + g) + h = (f + h) + g} or {@code f + (g + h)}, where the terms in brackets share something. */
    private static Optional<Formula> earlierTerm(Terms terms) {
        return withEarlierTerm(terms.f, terms.g, MOST_TERMS);
    }

    private static Optional<Formula> withEarlierTerm(Formula sum, Formula term, int steps) {
        if (steps == 0 || !(sum instanceof Call call) || call.operator() != ElementwiseOperators.ADD
                || call.argument(0).dim() != term.dim() || call.argument(1).dim() != term.dim()) {
            return Optional.empty();
        }
        Optional<Formula> last = SHARED.first(new Products(Product.of(call.argument(1)), Product.of(term)));
        if (last.isPresent()) {
            return Optional.of(plus(call.argument(0), last.get()));
        }
        return SHARED.first(new Products(Product.of(call.argument(0)), Product.of(term)))
                .or(() -> withEarlierTerm(call.argument(0), term, steps - 1))
                .map(first -> plus(first, call.argument(1)));
    }

    /** The rules of terms that share nothing, and the plain sum where none applies. */
    private static Optional<Formula> unlike(Terms terms) {
        return Optional.of(added(terms.products()));
    }

    private static Formula added(Products terms) {
        return UNLIKE.first(terms)
                .orElseGet(() -> Call.of(ElementwiseOperators.ADD, terms.f.formula(), terms.g.formula()));
    }

    /** {@code a f + b g = a (f + (b / a) g)} for the smaller number a, where a (b / a) is b. */
    private static Optional<Formula> sameNumber(Products terms) {
        double a = terms.f.coefficient();
        double b = terms.g.coefficient();
        double outer = Math.abs(a) <= Math.abs(b) ? a : b;
        if (Math.abs(outer) == 1 || terms.f.isNumber() || terms.g.isNumber() || a / outer * outer != a
                || b / outer * outer != b) {
            return Optional.empty();
        }
        Product f = terms.f.withoutNumber().scaled(a / outer);
        Product g = terms.g.withoutNumber().scaled(b / outer);
        return Optional.of(Product.of(added(new Products(f, g))).scaled(outer).formula());
    }

    /** {@code (-f) + (-g) = -(f + g)}. Exact, but for the sign of a sum of zeros. */
    private static Optional<Formula> negatives(Products terms) {
        return terms.f.coefficient() < 0 && terms.g.coefficient() < 0
                ? Optional.of(negated(new Products(terms.f.scaled(-1), terms.g.scaled(-1))))
                : Optional.empty();
    }

    private static Formula negated(Products terms) {
        return Product.of(added(terms)).scaled(-1).formula();
    }

    /** {@code f + (-g) = f - g}. Exact. */
    private static Optional<Formula> negativeSecond(Products terms) {
        return terms.g.coefficient() < 0
                ? Optional.of(Call.of(ElementwiseOperators.SUBTRACT, terms.f.formula(), terms.g.scaled(-1).formula()))
                : Optional.empty();
    }

    /** {@code (-f) + g = g - f}. Exact. */
    private static Optional<Formula> negativeFirst(Products terms) {
        return terms.f.coefficient() < 0
                ? Optional.of(Call.of(ElementwiseOperators.SUBTRACT, terms.g.formula(), terms.f.scaled(-1).formula()))
                : Optional.empty();
    }
}
