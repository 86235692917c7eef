package keops.random;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import keops.formula.Call;
import keops.formula.Constant;
import keops.formula.Formula;
import keops.formula.Operator;
import keops.formula.Variable;

/**
 * How a call of each operator is drawn. Operators without a rule of their own are drawn by {@link UsageGuess}; a rule
 * is needed only where arguments must lie in a domain, or where guessing dimensions would take too long.
 */
final class OperatorRules {
    /** Draws a call of an operator, of the wanted dimension if it can be, else of another. */
    interface Rule {
        Formula draw(Operator operator, FormulaDraw draw, int dim, int depth);
    }

    private static final Map<String, Rule> RULES = new HashMap<>();
    private static final UsageGuess GUESS = new UsageGuess();

    static {
        for (String name : List.of("Log", "Log1p", "Sqrt", "Rsqrt", "XLogX")) {
            RULES.put(name, (op, d, dim, depth) -> Call.of(op, d.mostly(d.positive(dim, depth), dim, depth)));
        }
        for (String name : List.of("Asin", "Acos")) {
            RULES.put(name, (op, d, dim, depth) -> Call.of(op, d.mostly(d.withinOne(dim, depth), dim, depth)));
        }
        RULES.put("Exp", (op, d, dim, depth) -> Call.of(op, d.mostly(d.exponent(dim, depth), dim, depth)));
        RULES.put("Inv", (op, d, dim, depth) -> Call.of(op, d.mostly(d.positive(dim, depth), dim, depth)));
        RULES.put("Divide", (op, d, dim, depth) -> Call.of(op, d.broadcast(dim, depth),
                d.mostly(d.positive(d.dimOrOne(dim), depth), dim, depth)));
        RULES.put("Mod", (op, d, dim, depth) -> Call.of(op, d.broadcast(dim, depth),
                d.positive(d.dimOrOne(dim), depth), d.broadcast(dim, depth)));
        RULES.put("Powf", (op, d, dim, depth) -> Call.of(op, d.mostly(d.positive(dim, depth), dim, depth),
                d.chance(0.5) ? new Constant(d.of(-1.5, -1, 0.5, 2, 2.5)) : d.withinOne(d.dimOrOne(dim), depth)));
        RULES.put("PowSlope", RULES.get("Powf"));
        // At 0 stands a limit, which nothing drawn is.
        RULES.put("AtZero", (op, d, dim, depth) -> Call.of(op, d.positive(d.dimOrOne(dim), depth),
                d.formula(dim, depth), d.formula(dim, depth)));
        RULES.put("Pow", (op, d, dim, depth) -> {
            int power = (int) d.of(0, 1, 2, 3, 4, 5, -1, -2, 7, 33);
            return new Call(op, List.of(power < 0 || power > 5 ? d.positive(dim, depth) : d.formula(dim, depth)),
                    List.of(List.of(power)));
        });
        RULES.put("Round", (op, d, dim, depth) ->
                new Call(op, List.of(d.formula(dim, depth)), List.of(List.of((int) d.of(-1, 0, 1, 2)))));
        RULES.put("ClampInt", (op, d, dim, depth) -> {
            int low = d.below(4) - 2;
            return new Call(op, List.of(d.formula(dim, depth)), List.of(List.of(low), List.of(low + d.below(3))));
        });
        RULES.put("SumT", (op, d, dim, depth) ->
                new Call(op, List.of(d.formula(1, depth)), List.of(List.of(dim))));
        RULES.put("Elem", (op, d, dim, depth) -> {
            int of = d.dim();
            return new Call(op, List.of(d.formula(of, depth)), List.of(List.of(d.below(of))));
        });
        RULES.put("GatherRow", (op, d, dim, depth) -> new Call(op,
                List.of(d.formula(dim * (1 + d.below(4)), depth), index(d, depth)), List.of(List.of(dim))));
        RULES.put("ScatterRow", (op, d, dim, depth) -> {
            int rows = dim % 2 == 0 ? 2 : 1;
            return new Call(op, List.of(d.formula(dim / rows, depth), index(d, depth)), List.of(List.of(rows)));
        });
        RULES.put("Extract", (op, d, dim, depth) -> {
            int start = d.below(3);
            return new Call(op, List.of(d.formula(start + dim + d.below(3), depth)),
                    List.of(List.of(start), List.of(dim)));
        });
        RULES.put("Concat", (op, d, dim, depth) -> {
            int first = 1 + d.below(Math.max(1, dim - 1));
            return Call.of(op, d.formula(first, depth), d.formula(Math.max(1, dim - first), depth));
        });
        RULES.put("Slice", (op, d, dim, depth) -> {
            int step = (int) d.of(-3, -2, -1, 1, 2, 3);
            int span = (dim - 1) * Math.abs(step);
            int before = d.below(3);
            Formula f = d.formula(before + span + 1 + d.below(2), depth);
            return new Call(op, List.of(f),
                    List.of(List.of(step > 0 ? before : before + span), List.of(step), List.of(dim)));
        });
        RULES.put("SliceT", (op, d, dim, depth) -> {
            int step = (int) d.of(-2, -1, 1, 2);
            int count = 1 + d.below((dim + Math.abs(step) - 1) / Math.abs(step));
            int span = (count - 1) * Math.abs(step);
            int start = (step > 0 ? 0 : span) + d.below(dim - span);
            return new Call(op, List.of(d.formula(count, depth)), List.of(List.of(start), List.of(step), List.of(dim)));
        });
        for (String name : List.of("Matern12", "Matern32", "Matern52", "LogMatern12", "LogMatern32", "LogMatern52",
                "Wendland0", "Wendland2", "Wendland4", "RadialSinc")) {
            RULES.put(name, (op, d, dim, depth) -> {
                int of = 1 + d.below(4);
                var arguments = List.of(d.positive(d.dimOrOne(of), depth), d.formula(of, depth), d.formula(of, depth));
                return new Call(op, arguments, d.chance(0.7) ? List.of() : List.of(List.of(d.below(3))));
            });
        }
        RULES.put("RationalQuadratic", (op, d, dim, depth) -> {
            int of = 1 + d.below(4);
            return Call.of(op, d.positive(d.dimOrOne(of), depth), d.positive(1, depth), d.formula(of, depth),
                    d.formula(of, depth));
        });
        RULES.put("Periodic", (op, d, dim, depth) -> {
            int of = 1 + d.below(4);
            return Call.of(op, d.positive(d.dimOrOne(of), depth), d.positive(d.dimOrOne(of), depth),
                    d.formula(of, depth), d.formula(of, depth));
        });
        RULES.put("TRIGaussKernel", (op, d, dim, depth) -> Call.of(op, d.withinOne(1, depth), d.positive(1, depth),
                d.formula(dim, depth), d.formula(dim, depth), d.formula(dim, depth)));
        RULES.put("Kron", (op, d, dim, depth) -> {
            List<Integer> first = List.of(1 + d.below(3), 1 + d.below(3));
            List<Integer> second = List.of(1 + d.below(3), 1 + d.below(2));
            return new Call(op, List.of(tensor(d, first, depth), tensor(d, second, depth)), List.of(first, second));
        });
        RULES.put("TensorDot", (op, d, dim, depth) -> {
            int common = 1 + d.below(4);
            List<Integer> first = List.of(1 + d.below(3), common, 1 + d.below(2));
            List<Integer> second = List.of(common, 1 + d.below(3));
            List<List<Integer>> lists = new ArrayList<>(List.of(first, second, List.of(1), List.of(0)));
            if (d.chance(0.5)) {
                lists.add(d.chance(0.5) ? List.of(2, 0, 1) : List.of(1, 0, 2));
            }
            return new Call(op, List.of(tensor(d, first, depth), tensor(d, second, depth)), lists);
        });
        for (String name : List.of("WarpSum", "WarpSumT")) {
            RULES.put(name, (op, d, dim, depth) -> {
                int columns = 1 + d.below(3);
                int cells = columns * (1 + d.below(3));
                return new Call(op, List.of(d.formula(3 * cells, depth), d.formula(cells, depth)),
                        List.of(List.of(columns)));
            });
        }
        RULES.put("Grad", (op, d, dim, depth) -> derivative(d, v -> {
            Formula f = d.formula(d.dim(), depth);
            return Call.of(op, f, v, d.formula(f.dim(), 1));
        }));
        RULES.put("Diff", (op, d, dim, depth) ->
                derivative(d, v -> Call.of(op, d.formula(dim, depth), v, d.formula(v.dim(), 1))));
        RULES.put("GradMatrix", (op, d, dim, depth) ->
                derivative(d, v -> Call.of(op, d.formula(1 + d.below(3), depth), v)));
        RULES.put("Divergence", (op, d, dim, depth) -> derivative(d, v -> Call.of(op, d.formula(v.dim(), depth), v)));
        RULES.put("Laplacian", (op, d, dim, depth) -> derivative(d, v -> Call.of(op, d.formula(1, depth), v)));
        RULES.put("TraceOperator", (op, d, dim, depth) -> derivative(d, v -> Call.of(op, linear(d, v), v)));
        RULES.put("SumLinOperator", (op, d, dim, depth) -> derivative(d, v -> Call.of(op, linear(d, v), v)));
        RULES.put("AdjointOperator", (op, d, dim, depth) ->
                derivative(d, v -> Call.of(op, linear(d, v), v, d.formula(v.dim(), depth))));
    }

    private OperatorRules() {}

    /** Mostly one of the first rows, as a whole number. */
    private static Formula index(FormulaDraw draw, int depth) {
        return Call.of(FormulaDraw.operator("Floor"), draw.formula(1, depth));
    }

    private static Formula tensor(FormulaDraw draw, List<Integer> sizes, int depth) {
        return draw.formula(sizes.stream().reduce(1, (a, b) -> a * b), depth);
    }

    private static Formula derivative(FormulaDraw draw, Function<Variable, Formula> by) {
        Variable v = draw.variable();
        return v == null ? null : by.apply(v);
    }

    private static Formula linear(FormulaDraw draw, Variable v) {
        return Call.of(FormulaDraw.operator("Mult"), new Constant(draw.of(-1, 0.5, 3)), v);
    }

    /** A call of an operator, or null where none was found. */
    static Formula draw(Operator operator, FormulaDraw draw, int dim, int depth) {
        Rule rule = RULES.get(operator.name());
        return rule != null ? rule.draw(operator, draw, dim, depth) : GUESS.draw(operator, draw, dim, depth);
    }
}
