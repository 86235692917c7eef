package keops.formula;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Rewrites formulas bottom-up. */
final class Rewrite {
    private final Map<Formula, Formula> known;
    private final Function<Call, Formula> step;

    private Rewrite(Map<Formula, Formula> replacements, Function<Call, Formula> step) {
        this.known = new HashMap<>(replacements);
        this.step = step;
    }

    /**
     * The formula with definitions expanded, except those that have a derivative of their own. {@code step} is applied
     * to each call after its arguments.
     */
    static Formula expanded(Formula f, Function<Call, Formula> step) {
        return new Rewrite(Map.of(), step).apply(f);
    }

    /**
     * The formula with some parts replaced, and constants folded: numbers, zeros, and selections whose condition is
     * known.
     */
    static Formula folded(Formula f, Map<Formula, Formula> replacements) {
        return new Rewrite(replacements, Rewrite::fold).apply(f);
    }

    private Formula apply(Formula root) {
        Walk.partsFirst(root, known::containsKey, Rewrite::parts, formula -> known.put(formula, made(formula)));
        return known.get(root);
    }

    private static List<Formula> parts(Formula formula) {
        return formula instanceof Call call && isExpanded(call) ? List.of(call.expansion()) : formula.children();
    }

    /** A definition with a derivative of its own keeps it: the formula it stands for need not have one. */
    private static boolean isExpanded(Call call) {
        return call.operator().meaning() instanceof Meaning.Definition
                && call.operator().derivative() instanceof Derivative.OfDefinition;
    }

    private Formula made(Formula formula) {
        if (!(formula instanceof Call call)) {
            return formula;
        } else if (isExpanded(call)) {
            return known.get(call.expansion());
        }
        List<Formula> children = call.children().stream().map(known::get).toList();
        return step.apply(children.equals(call.children())
                ? call
                : new Call(call.operator(), children, call.parameters()));
    }

    private static Formula fold(Call call) {
        Operator operator = call.operator();
        if (operator == ElementwiseOperators.ADD) {
            return Simplify.plus(call.argument(0), call.argument(1));
        } else if (operator == ElementwiseOperators.SUBTRACT) {
            return Simplify.minus(call.argument(0), call.argument(1));
        } else if (operator == ElementwiseOperators.MULTIPLY) {
            return Simplify.times(call.argument(0), call.argument(1));
        } else if (operator == ElementwiseOperators.MINUS) {
            return Simplify.negative(call.argument(0));
        } else if (operator == VectorOperators.SUM) {
            return Simplify.sum(call.argument(0));
        } else if (operator == VectorOperators.SUM_T) {
            return Simplify.repeated(call.argument(0), call.dim());
        } else if (operator == ComponentOperators.EXTRACT) {
            return Simplify.extract(call.argument(0), call.parameter(0), call.dim());
        } else if (operator == ComponentOperators.EXTRACT_T) {
            return Simplify.place(call.argument(0), call.parameter(0), call.dim());
        } else if (operator == ElementwiseOperators.IF_ELSE) {
            OptionalDouble condition = scalar(call.argument(0));
            return condition.isPresent()
                    ? Simplify.repeated(call.argument(condition.getAsDouble() >= 0 ? 1 : 2), call.dim())
                    : Simplify.choose(call.argument(0), call.argument(1), call.argument(2));
        }
        if (operator == MatrixOperators.TENSOR_DOT && call.children().stream().anyMatch(Simplify::isZero)) {
            return new Zero(call.dim());
        }
        return operator.isElementwise() ? number(call) : call;
    }

    /** The number that each component is. */
    private static OptionalDouble scalar(Formula f) {
        return f instanceof Zero ? OptionalDouble.of(0) : Numbers.of(f);
    }

    /** A function of numbers, folded if the result is finite. */
    private static Formula number(Call call) {
        List<OptionalDouble> numbers = call.children().stream().map(Rewrite::scalar).toList();
        if (!numbers.stream().allMatch(OptionalDouble::isPresent)) {
            return call;
        }
        Formula[] constants = numbers.stream().map(value -> new Constant(value.getAsDouble())).toArray(Formula[]::new);
        OptionalDouble value = Numbers.of(new Call(call.operator(), List.of(constants), call.parameters()));
        return value.isPresent() ? Simplify.repeated(new Constant(value.getAsDouble()), call.dim()) : call;
    }
}
