package keops.formula;

import static keops.formula.Simplify.atZero;
import static keops.formula.Simplify.choose;
import static keops.formula.Simplify.extract;
import static keops.formula.Simplify.isZero;
import static keops.formula.Simplify.minus;
import static keops.formula.Simplify.negative;
import static keops.formula.Simplify.plus;
import static keops.formula.Simplify.repeated;
import static keops.formula.Simplify.times;

import java.util.Optional;

/**
 * Components of a vector: {@code Extract(f,k,l-k+1)}, written f[k..l] here. Components of sums and of products are
 * those of components, where zeros may be seen; scalars in them are their own components. Exact, but for what the rules
 * of sums and products do.
 */
final class ExtractRules {
    private static final Rules<Slice> RULES = Rules.of(
            ExtractRules::whole, ExtractRules::zero, ExtractRules::repeatedScalar, ExtractRules::slice,
            ExtractRules::besidePlaced, ExtractRules::insidePlaced, ExtractRules::part, ExtractRules::negated,
            ExtractRules::selection, ExtractRules::selectionAtZero, ExtractRules::product, ExtractRules::sum,
            ExtractRules::difference);

    private ExtractRules() {}

    /** Some components of a vector, from the start on. */
    private record Slice(Formula f, int start, int dim) {
        boolean isOf(Operator operator) {
            return f instanceof Call call && call.operator() == operator;
        }

        Formula argument(int k) {
            return ((Call) f).argument(k);
        }

        /** The same components of an argument; of a scalar, itself. */
        Formula of(int k) {
            return argument(k).dim() == 1 ? argument(k) : extract(argument(k), start, dim);
        }

        /** The first parameter of an operator: where its components start, or come to stand. */
        int parameter() {
            return ((Call) f).parameter(0);
        }
    }

    static Formula components(Formula f, int start, int dim) {
        return RULES.first(new Slice(f, start, dim)).orElseGet(() -> Algebra.components(f, start, dim));
    }

    /** {@code f[0..D-1] = f}. */
    private static Optional<Formula> whole(Slice slice) {
        return slice.dim == slice.f.dim() ? Optional.of(slice.f) : Optional.empty();
    }

    /** {@code 0[k..l] = 0}. */
    private static Optional<Formula> zero(Slice slice) {
        return isZero(slice.f) ? Optional.of(new Zero(slice.dim)) : Optional.empty();
    }

    /** {@code SumT(s,D)[k..l] = SumT(s,l-k+1)}. */
    private static Optional<Formula> repeatedScalar(Slice slice) {
        return slice.isOf(VectorOperators.SUM_T)
                ? Optional.of(repeated(slice.argument(0), slice.dim))
                : Optional.empty();
    }

    /** {@code f[m..n][k..l] = f[m+k..m+l]}. */
    private static Optional<Formula> slice(Slice slice) {
        return slice.isOf(ComponentOperators.EXTRACT)
                ? Optional.of(extract(slice.argument(0), slice.parameter() + slice.start, slice.dim))
                : Optional.empty();
    }

    /** {@code ExtractT(f,m,D)[k..l] = 0}, where no component of f is among them. */
    private static Optional<Formula> besidePlaced(Slice slice) {
        if (!slice.isOf(ComponentOperators.EXTRACT_T)) {
            return Optional.empty();
        }
        int from = slice.start - slice.parameter();
        return from + slice.dim <= 0 || from >= slice.argument(0).dim()
                ? Optional.of(new Zero(slice.dim))
                : Optional.empty();
    }

    /** {@code ExtractT(f,m,D)[k..l] = f[k-m..l-m]}, where all are components of f. */
    private static Optional<Formula> insidePlaced(Slice slice) {
        if (!slice.isOf(ComponentOperators.EXTRACT_T)) {
            return Optional.empty();
        }
        int from = slice.start - slice.parameter();
        return from >= 0 && from + slice.dim <= slice.argument(0).dim()
                ? Optional.of(extract(slice.argument(0), from, slice.dim))
                : Optional.empty();
    }

    /** {@code Concat(f,g)[k..l] = g[k-m..l-m]} behind an f of dimension m, and so for each part that has them all. */
    private static Optional<Formula> part(Slice slice) {
        if (slice.isOf(ComponentOperators.CONCAT)) {
            int from = slice.start;
            for (Formula part : slice.f.children()) {
                if (from >= 0 && from + slice.dim <= part.dim()) {
                    return Optional.of(extract(part, from, slice.dim));
                }
                from -= part.dim();
            }
        }
        return Optional.empty();
    }

    /** {@code (-f)[k..l] = -f[k..l]}. */
    private static Optional<Formula> negated(Slice slice) {
        return slice.isOf(ElementwiseOperators.MINUS) ? Optional.of(negative(slice.of(0))) : Optional.empty();
    }

    /** {@code IfElse(s,f,g)[k..l] = IfElse(s,f[k..l],g[k..l])}, for a scalar s. */
    private static Optional<Formula> selection(Slice slice) {
        return slice.isOf(ElementwiseOperators.IF_ELSE) && slice.argument(0).dim() == 1
                ? Optional.of(choose(slice.argument(0), slice.of(1), slice.of(2)))
                : Optional.empty();
    }

    /** {@code AtZero(s,f,g)[k..l] = AtZero(s,f[k..l],g[k..l])}, for a scalar s. */
    private static Optional<Formula> selectionAtZero(Slice slice) {
        return slice.isOf(ElementwiseOperators.AT_ZERO) && slice.argument(0).dim() == 1
                ? Optional.of(atZero(slice.argument(0), slice.of(1), slice.of(2)))
                : Optional.empty();
    }

    /** {@code (f g)[k..l] = f[k..l] g[k..l]}. */
    private static Optional<Formula> product(Slice slice) {
        return slice.isOf(ElementwiseOperators.MULTIPLY)
                ? Optional.of(times(slice.of(0), slice.of(1)))
                : Optional.empty();
    }

    /** {@code (f + g)[k..l] = f[k..l] + g[k..l]}. */
    private static Optional<Formula> sum(Slice slice) {
        return slice.isOf(ElementwiseOperators.ADD) ? Optional.of(plus(slice.of(0), slice.of(1))) : Optional.empty();
    }

    /** {@code (f - g)[k..l] = f[k..l] - g[k..l]}. */
    private static Optional<Formula> difference(Slice slice) {
        return slice.isOf(ElementwiseOperators.SUBTRACT)
                ? Optional.of(minus(slice.of(0), slice.of(1)))
                : Optional.empty();
    }
}
