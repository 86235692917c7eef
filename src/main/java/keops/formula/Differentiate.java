package keops.formula;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import keops.error.FormulaException;

/**
 * Derivatives of formulas, as formulas, in reverse mode over the shared graph. One backward pass visits every distinct
 * node once, from the formula to the variables, and accumulates its cotangent; so the work grows with the number of
 * nodes and not of paths, and higher derivatives stay small. The public methods are thread-safe.
 */
public final class Differentiate {
    private final Formula root;
    private final Set<Variable> variables;
    /**
     * Whether derivatives of absolute values are treated as if they had a derivative, to find the terms that contain
     * them.
     */
    private final boolean seesKinks;
    /** Whether a node depends on the variables, in topological order. */
    private final Map<Formula, Boolean> depends = new LinkedHashMap<>();
    private final List<Formula> order = new ArrayList<>();

    private Differentiate(Formula root, Set<Variable> variables) {
        this(root, variables, false);
    }

    private Differentiate(Formula root, Set<Variable> variables, boolean seesKinks) {
        this.root = root;
        this.variables = variables;
        this.seesKinks = seesKinks;
        Walk.partsFirst(root, depends::containsKey, this::parts, this::settle);
    }

    /**
     * The gradient of {@code (cotangent|f)} by a variable, where the cotangent does not depend on it: the VJP.
     *
     * @param f the formula
     * @param variable the variable
     * @param cotangent of the dimension of f
     * @return a formula of the dimension of the variable
     * @throws FormulaException if the dimensions differ, or the gradient is too large
     */
    public static Formula gradient(Formula f, Variable variable, Formula cotangent) {
        return gradients(f, List.of(variable), cotangent).getFirst();
    }

    /**
     * The gradients by several variables, in one backward pass: they share common subformulas.
     *
     * @param f the formula
     * @param variables the variables
     * @param cotangent of the dimension of f
     * @return for each variable a formula of its dimension
     * @throws FormulaException if the dimensions differ, or a gradient is too large
     */
    public static List<Formula> gradients(Formula f, List<Variable> variables, Formula cotangent) {
        var differentiate = new Differentiate(f, Set.copyOf(variables));
        if (variables.size() == 1 || differentiate.order.stream().noneMatch(Differentiate::isLimit)) {
            return differentiate.sweep(variables, cotangent);
        }
        // Where a limit is part of the formula, each variable by itself decides what it changes.
        return variables.stream().map(variable -> gradient(f, variable, cotangent)).toList();
    }

    private static boolean isLimit(Formula f) {
        return f instanceof Call call && call.operator() == ElementwiseOperators.AT_ZERO;
    }

    /**
     * The gradients by one variable for several cotangents.
     *
     * @throws FormulaException if they are too large together
     */
    static List<Formula> gradients(Formula f, Variable variable, List<Formula> cotangents) {
        var differentiate = new Differentiate(f, Set.of(variable));
        Limits.checkDerivative((long) differentiate.order.size() * cotangents.size());
        return cotangents.stream()
                .map(cotangent -> differentiate.sweep(List.of(variable), cotangent).getFirst())
                .toList();
    }

    /**
     * The directional derivative (JVP): the Jacobian of f times u. It is exact for every operator, since it is computed
     * as the VJP of the VJP, which is linear in its cotangent.
     *
     * @param f the formula
     * @param variable the variable
     * @param u of the dimension of the variable
     * @return a formula of the dimension of f
     * @throws FormulaException if the dimensions differ, or the derivative is too large
     */
    public static Formula directional(Formula f, Variable variable, Formula u) {
        Variable cotangent = Substitute.freeVariable(f.dim(), List.of(f, u, variable));
        return gradient(gradient(f, variable, cotangent), cotangent, u);
    }

    /**
     * The directional derivative (JVP) by several variables together.
     *
     * @param f the formula
     * @param variables the variables
     * @param directions one for each variable, of its dimension
     * @return a formula of the dimension of f
     * @throws FormulaException if the dimensions differ, or the derivative is too large
     */
    public static Formula directional(Formula f, List<Variable> variables, List<? extends Formula> directions) {
        var all = new ArrayList<Formula>(variables);
        all.addAll(directions);
        all.add(f);
        Variable cotangent = Substitute.freeVariable(f.dim(), all);
        List<Formula> gradients = gradients(f, variables, cotangent);
        Formula change = new Zero(1);
        for (int k = 0; k < gradients.size(); k++) {
            change = Simplify.plus(change, Simplify.sum(Simplify.times(gradients.get(k), directions.get(k))));
        }
        return gradient(change, cotangent, new Constant(1));
    }

    private void settle(Formula formula) {
        boolean changes = formula instanceof Variable variable
                ? variables.contains(variable)
                : parts(formula).stream().anyMatch(depends::get);
        depends.put(formula, changes);
        if (changes) {
            order.add(formula);
            Limits.checkDerivative(order.size());
        }
    }

    /**
     * The operands that receive cotangents: the arguments, or the expansion of a definition that depends on the
     * variables.
     */
    private List<Formula> parts(Formula formula) {
        if (!(formula instanceof Call call)) {
            return List.of();
        }
        return switch (call.operator().derivative()) {
            case Derivative.PiecewiseConstant _ -> seesKinks && isKink(call) ? call.children() : List.of();
            case Derivative.Partials _, Derivative.Transposed _, Derivative.Rearranged _, Derivative.Chosen _ ->
                call.children();
            case Derivative.OfDefinition _ -> call.children().stream().allMatch(depends::containsKey)
                            && call.children().stream().anyMatch(depends::get)
                    ? List.of(call.expansion())
                    : call.children();
        };
    }

    private List<Formula> sweep(List<Variable> by, Formula cotangent) {
        Map<Formula, Cotangent> cotangents = cotangents(cotangent);
        List<Call> slopes = slopes();
        return by.stream().map(variable -> {
            List<Kink> kinks = kinks(ElementwiseOperators.ABS_SLOPE, variable);
            Formula gradient = gradient(cotangents, variable, part ->
                    Coincidence.settled(root, Kink.fromAbove(part, kinks), variable, slopes));
            Formula settled = Kink.settled(root, gradient, kinks, kink -> undefined(variable, cotangent, kink));
            return withSlopes(settled, kinks(ElementwiseOperators.SIGN, variable));
        }).toList();
    }

    private static Formula gradient(Map<Formula, Cotangent> cotangents, Variable variable,
            UnaryOperator<Formula> each) {
        Formula gradient = cotangents.containsKey(variable)
                ? cotangents.get(variable).formula(variable.dim(), each)
                : new Zero(variable.dim());
        return Simplify.isZero(gradient) ? new Zero(gradient.dim()) : gradient;
    }

    /** The derivative with NaN in place of the terms that contain an absolute value, under the same guards. */
    private Formula undefined(Variable variable, Formula cotangent, Kink kink) {
        var seeing = new Differentiate(root, Set.of(variable), true);
        return gradient(seeing.cotangents(cotangent), variable,
                part -> kink.isIn(part) ? Coincidence.undefined(part) : part);
    }

    /** The accumulated cotangents of the nodes. */
    private Map<Formula, Cotangent> cotangents(Formula cotangent) {
        if (cotangent.dim() != root.dim()) {
            throw Dimensions.mismatch("a gradient needs a cotangent of the dimension of the formula", cotangent, root);
        }
        var cotangents = new HashMap<Formula, Cotangent>();
        add(cotangents, root, List.of(), cotangent);
        for (Formula formula : order.reversed()) {
            if (formula instanceof Call call && cotangents.containsKey(call)) {
                Cotangent.Guarded merged = cotangents.get(call).merged(call.dim());
                if (!Simplify.isZero(merged.e())) {
                    pullBack(cotangents, call, merged.guards(), merged.e());
                }
            }
        }
        return cotangents;
    }

    /** Signs in a derivative are slopes: they tell the next one of their jumps. */
    private static Formula withSlopes(Formula derivative, List<Kink> signs) {
        Map<Formula, Formula> slopes = new HashMap<>();
        signs.forEach(kink -> slopes.put(Call.of(ElementwiseOperators.SIGN, kink.f()), Kink.slope(kink.f())));
        return signs.isEmpty() ? derivative : Substitute.apply(derivative, slopes);
    }

    /** What an operator that jumps with the sign of its argument is applied to, where that changes with a variable. */
    private List<Kink> kinks(Operator operator, Variable variable) {
        return depends.keySet().stream()
                .filter(formula -> formula instanceof Call call && call.operator() == operator)
                .map(formula -> formula.children().getFirst())
                .distinct()
                .filter(argument -> new Differentiate(argument, Set.of(variable)).depends.get(argument))
                .map(Kink::new)
                .toList();
    }

    private static boolean isKink(Call call) {
        return call.operator() == ElementwiseOperators.ABS_SLOPE;
    }

    /**
     * The slopes of roots that change with the variables: where there are such, this is a second derivative at least.
     */
    private List<Call> slopes() {
        return order.stream().filter(Coincidence::isSlopeOfRoot).map(Call.class::cast).toList();
    }

    /** Adds the cotangents of the operands of a value. */
    private void pullBack(Map<Formula, Cotangent> cotangents, Call call, List<Guard> guards, Formula e) {
        switch (call.operator().derivative()) {
            case Derivative.PiecewiseConstant _ -> forChanging(call, k -> add(cotangents, call.argument(k), guards,
                    Simplify.times(e, Kink.slope(call.argument(k), Kink.SEEN))));
            case Derivative.OfDefinition _ -> add(cotangents, call.expansion(), guards, e);
            case Derivative.Partials(var partials) -> forChanging(call, k ->
                    add(cotangents, call.argument(k), guards, Simplify.times(e, partials.get(k).of(call))));
            case Derivative.Chosen _ when isLimit(call) && depends.get(call.argument(0)) ->
                forChanging(call, k -> {
                    Formula limit = call.argument(1);
                    if (k == 2) {
                        int dim = Math.max(e.dim(), call.argument(k).dim());
                        add(cotangents, call.argument(k), guards, Simplify.repeated(e, dim));
                    } else if (k == 0 && Coincidence.isUndefined(limit)) {
                        // Where there is no derivative, there is no further one.
                        Formula none = Simplify.times(e, Call.of(ElementwiseOperators.SUBTRACT, limit, limit));
                        add(cotangents, call.argument(0), guards,
                                Simplify.atZero(call.argument(0), none, new Zero(none.dim())));
                    }
                });
            case Derivative.Chosen(var choice) -> forChanging(call, k -> choice.of(call, k).ifPresent(further -> add(
                    cotangents, call.argument(k), Guard.and(guards, further),
                    Simplify.repeated(e, Math.max(e.dim(), call.argument(k).dim())))));
            case Derivative.Rearranged(var pullback) -> {
                Formula selected = Guard.select(Guard.byComponent(guards), e);
                forChanging(call, k -> add(cotangents, call.argument(k), rearranged(call, k, guards, pullback),
                        pullback.of(call, k, selected)));
            }
            case Derivative.Transposed(var pullback) -> {
                List<Guard> byComponent = Guard.byComponent(guards);
                Formula selected = Guard.select(byComponent, e);
                List<Guard> some = anywhere(guards, call.dim());
                forChanging(call, k -> add(cotangents, call.argument(k), some, pullback.of(call, k, selected)));
            }
        }
    }

    private void forChanging(Call call, IntConsumer action) {
        IntStream.range(0, call.children().size()).filter(k -> depends.get(call.argument(k))).forEach(action);
    }

    /** Guards by component, rearranged as the components are. */
    private static List<Guard> rearranged(Call call, int argument, List<Guard> guards, Derivative.Pullback pullback) {
        List<Guard> byComponent = Guard.byComponent(guards);
        if (byComponent.isEmpty()) {
            return guards;
        }
        Formula indicator = pullback.of(call, argument, Simplify.repeated(indicator(byComponent), call.dim()));
        return Guard.and(Guard.scalar(guards), List.of(Guard.of(indicator)));
    }

    /** Guards by component, for an operator that mixes components: its result counts where any of them holds. */
    private static List<Guard> anywhere(List<Guard> guards, int dim) {
        List<Guard> byComponent = Guard.byComponent(guards);
        return byComponent.isEmpty()
                ? guards
                : Guard.and(Guard.scalar(guards),
                        List.of(Guard.of(Simplify.sum(Simplify.repeated(indicator(byComponent), dim)))));
    }

    private static Formula indicator(List<Guard> guards) {
        return Guard.select(guards, Simplify.number(1));
    }

    /** Adds a cotangent, summed over components if the operand is a repeated scalar. */
    private static void add(Map<Formula, Cotangent> cotangents, Formula formula, List<Guard> guards, Formula e) {
        Cotangent.Guarded part = new Cotangent.Guarded(guards, e);
        if (e.dim() != formula.dim()) {
            Formula selected = Guard.select(Guard.byComponent(guards), e);
            part = new Cotangent.Guarded(anywhere(guards, e.dim()), Simplify.sum(selected));
        }
        if (!Simplify.isZero(part.e())) {
            cotangents.computeIfAbsent(formula, _ -> new Cotangent()).add(part);
        }
    }
}
