package keops.formula;

import static keops.formula.Operator.named;
import static keops.formula.Simplify.extract;
import static keops.formula.Simplify.number;
import static keops.formula.Simplify.place;
import static keops.formula.Simplify.plus;
import static keops.formula.Simplify.repeated;
import static keops.formula.Simplify.times;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import keops.error.FormulaException;

/**
 * Derivatives as operators: each stands for the formula that {@link Differentiate} makes. The second argument v is the
 * variable by which f is differentiated; its Jacobian has the components of f as rows.
 */
final class DerivativeOperators {
    private static final int SHORT = 64;

    private DerivativeOperators() {}

    static final Operator GRAD = named("Grad").usage("f", "v", "e")
            .mathematics("the gradient of (e|f) by v: the transposed Jacobian times e")
            .dimensions("D, E, D -> E", (a, p) -> {
                variable("Grad", a);
                Dimensions.equal("Grad", a.get(0), a.get(2));
                return a.get(1).dim();
            })
            .definition(c -> Differentiate.gradient(c.argument(0), v(c), c.argument(2)));
    static final Operator DIFF = named("Diff").usage("f", "v", "u")
            .mathematics("the Jacobian times u: how f changes when v changes by u")
            .dimensions("D, E, E -> D", (a, p) -> {
                variable("Diff", a);
                Dimensions.equal("Diff", a.get(1), a.get(2));
                return a.get(0).dim();
            })
            .definition(c -> Differentiate.directional(c.argument(0), v(c), c.argument(2)));
    static final Operator GRAD_MATRIX = named("GradMatrix").usage("f", "v")
            .mathematics("the Jacobian, row by row: df_k / dv_l at component k E + l")
            .dimensions("D, E -> D E", (a, p) -> {
                variable("GradMatrix", a);
                long dim = (long) a.get(0).dim() * a.get(1).dim();
                Limits.checkDimension(dim);
                return (int) dim;
            })
            .definition(c -> concatenated(rows(c.argument(0), v(c))));
    static final Operator DIVERGENCE = named("Divergence").usage("f", "v")
            .mathematics("df_1 / dv_1 + ... + df_D / dv_D")
            .dimensions("D, D -> 1", (a, p) -> square("Divergence", a))
            .definition(c -> trace(c.argument(0), v(c), number(1)));
    static final Operator LAPLACIAN = named("Laplacian").usage("f", "v")
            .mathematics("d^2 f / dv_1^2 + ... + d^2 f / dv_D^2")
            .dimensions("1, D -> 1", (a, p) -> {
                variable("Laplacian", a);
                Dimensions.require(a.getFirst().dim() == 1, "Laplacian needs a scalar formula", a.getFirst());
                return 1;
            })
            .definition(c -> trace(Differentiate.gradient(c.argument(0), v(c), number(1)), v(c), number(1)));
    static final Operator TRACE_OPERATOR = named("TraceOperator").usage("f", "v", "w?")
            .mathematics("A_11 + ... + A_DD for f = A v, or w_1 A_11 + ... + w_D A_DD")
            .dimensions("D, D[, D or 1] -> 1", (a, p) -> {
                if (a.size() == 3) {
                    Dimensions.broadcast("TraceOperator", a.subList(1, 3));
                }
                return square("TraceOperator", a);
            })
            .definition(c -> trace(linear(c), v(c), c.children().size() < 3 ? number(1) : c.argument(2)));
    static final Operator SUM_LIN_OPERATOR = named("SumLinOperator").usage("f", "v")
            .mathematics("the sum of all A_kl for f = A v")
            .dimensions("D, E -> 1", (a, p) -> {
                variable("SumLinOperator", a);
                return 1;
            })
            .definition(c -> Simplify.sum(Differentiate.gradient(
                    linear(c), v(c), repeated(number(1), c.argument(0).dim()))));
    static final Operator ADJOINT_OPERATOR = named("AdjointOperator").usage("f", "v", "u")
            .mathematics("the transpose of A times u for f = A v")
            .dimensions("D, E, D -> E", (a, p) -> {
                variable("AdjointOperator", a);
                Dimensions.equal("AdjointOperator", a.get(0), a.get(2));
                return a.get(1).dim();
            })
            .definition(c -> Differentiate.gradient(linear(c), v(c), c.argument(2)));

    private static Variable v(Call call) {
        return (Variable) call.argument(1);
    }

    private static void variable(String operator, List<Formula> arguments) {
        if (!(arguments.get(1) instanceof Variable)) {
            throw new FormulaException(operator + " differentiates by a variable, but "
                    + Printer.brief(arguments.get(1)) + " is none");
        }
    }

    private static int square(String operator, List<Formula> arguments) {
        variable(operator, arguments);
        Dimensions.equal(operator, arguments.get(0), arguments.get(1));
        return 1;
    }

    /** A formula whose Jacobian does not contain the variable. */
    private static Formula linear(Call call) {
        Formula f = call.argument(0);
        Variable free = Substitute.freeVariable(f.dim(), List.of(call));
        if (Substitute.variables(List.of(Differentiate.gradient(f, v(call), free))).contains(v(call))) {
            throw new FormulaException(call.operator() + ": " + Printer.brief(f) + " is not linear with respect to "
                    + Printer.brief(v(call)));
        }
        return f;
    }

    /** The gradients of the components of a formula. */
    private static List<Formula> rows(Formula f, Variable v) {
        return Differentiate.gradients(f, v, IntStream.range(0, f.dim())
                .mapToObj(k -> place(number(1), k, f.dim()))
                .toList());
    }

    /** The sum over k of w_k df_k / dv_k. */
    private static Formula trace(Formula f, Variable v, Formula w) {
        List<Formula> rows = rows(f, v);
        var terms = new ArrayList<Formula>();
        for (int k = 0; k < rows.size(); k++) {
            Formula weight = w.dim() == 1 ? w : extract(w, k, 1);
            terms.add(times(weight, extract(rows.get(k), k, 1)));
        }
        return balanced(terms);
    }

    /** A long sum as a tree, so that it is not deep; a short one in order, as other sums of components are made. */
    private static Formula balanced(List<Formula> terms) {
        int count = terms.size();
        return count <= SHORT
                ? terms.stream().reduce(Simplify::plus).orElseThrow()
                : plus(balanced(terms.subList(0, count / 2)), balanced(terms.subList(count / 2, count)));
    }

    private static Formula concatenated(List<Formula> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : Call.of(ComponentOperators.CONCAT, parts.toArray(Formula[]::new));
    }

    static final List<Operator> TABLE = List.of(
            GRAD, DIFF, GRAD_MATRIX, DIVERGENCE, LAPLACIAN, TRACE_OPERATOR, SUM_LIN_OPERATOR, ADJOINT_OPERATOR);
}
