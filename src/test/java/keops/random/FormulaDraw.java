package keops.random;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import keops.formula.Call;
import keops.formula.Category;
import keops.formula.Constant;
import keops.formula.Formula;
import keops.formula.Index;
import keops.formula.Operator;
import keops.formula.Operators;
import keops.formula.Variable;
import keops.formula.Zero;

/** Draws well-formed formulas over given variables. */
final class FormulaDraw {
    private static final int LARGEST_DIM = 9;

    private final SplittableRandom random;
    private final List<Variable> variables;
    private final List<Variable> positives;

    /**
     * A generator.
     *
     * @param variables what may stand in the formulas
     * @param positives those of the variables whose numbers are positive
     */
    FormulaDraw(SplittableRandom random, List<Variable> variables, List<Variable> positives) {
        this.random = random;
        this.variables = variables;
        this.positives = positives;
    }

    static Operator operator(String name) {
        return Operators.table().stream().filter(op -> op.name().equals(name)).findFirst().orElseThrow();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    double of(double... numbers) {
        return numbers[below(numbers.length)];
    }

    /** A dimension from 1 to 9, small ones more often, or that of a variable, which may be a long one. */
    int dim() {
        if (!variables.isEmpty() && chance(0.15)) {
            return variables.get(below(variables.size())).dim();
        }
        return chance(0.4) ? 1 : chance(0.6) ? 1 + below(4) : 1 + below(LARGEST_DIM);
    }

    int dimOrOne(int dim) {
        return chance(0.75) ? dim : 1;
    }

    /** A formula of a dimension, at most so deep, but for what makes dimensions and domains fit. */
    Formula formula(int dim, int depth) {
        if (depth <= 1 || chance(0.1)) {
            return leaf(dim);
        }
        Operator operator = Operators.table().get(below(Operators.table().size()));
        return call(operator, dim, depth);
    }

    /** A call of an operator, made to fit a dimension. */
    Formula call(Operator operator, int dim, int depth) {
        Formula call = OperatorRules.draw(operator, this, dim, depth - 1);
        return call == null ? leaf(dim) : fit(call, dim);
    }

    /** The same dimension or a scalar: what an elementwise operator takes. */
    Formula broadcast(int dim, int depth) {
        return formula(dimOrOne(dim), depth);
    }

    Formula leaf(int dim) {
        double kind = random.nextDouble();
        if (kind < 0.04) {
            return new Zero(dim);
        } else if (kind < 0.08) {
            return fit(new Index(chance(0.5) ? Category.I : Category.J), dim);
        } else if (kind < 0.18 || variables.isEmpty()) {
            return fit(new Constant(of(0, 1, -1, 0.5, 2, 3, -0.25, 0.1, 1.7, -2.3)), dim);
        }
        return variable(variables, dim);
    }

    /** Some variable, or null where there is none. */
    Variable variable() {
        return variables.isEmpty() ? null : variables.get(below(variables.size()));
    }

    private Formula variable(List<Variable> from, int dim) {
        var fitting = new ArrayList<>(from.stream().filter(v -> v.dim() == dim).toList());
        fitting.add(from.get(below(from.size())));
        return fit(fitting.get(below(fitting.size())), dim);
    }

    /** Repeats, cuts or lengthens a formula. */
    private Formula fit(Formula f, int dim) {
        if (f.dim() == dim) {
            return f;
        } else if (f.dim() == 1) {
            return new Call(operator("SumT"), List.of(f), List.of(List.of(dim)));
        } else if (dim == 1) {
            return chance(0.5)
                    ? Call.of(operator("Sum"), f)
                    : new Call(operator("Elem"), List.of(f), List.of(List.of(below(f.dim()))));
        } else if (f.dim() > dim) {
            return new Call(operator("Extract"), List.of(f), List.of(List.of(below(f.dim() - dim + 1)), List.of(dim)));
        }
        return Call.of(operator("Concat"), f, leaf(dim - f.dim()));
    }

    /** Four times in five the formula that suits, else any other: then values beyond the domain are met too. */
    Formula mostly(Formula suitable, int dim, int depth) {
        return chance(0.8) ? suitable : broadcast(dim, depth);
    }

    /** A formula with positive values. */
    Formula positive(int dim, int depth) {
        if (!positives.isEmpty() && (depth <= 1 || chance(0.5))) {
            return variable(positives, dim).dim() == dim ? sameOrSum(dim) : new Constant(2);
        } else if (depth <= 1) {
            return fit(new Constant(of(0.5, 1, 2, 1.7)), dim);
        }
        Formula f = formula(dim, depth - 1);
        return switch (below(4)) {
            case 0 -> Call.of(operator("Add"), Call.of(operator("Abs"), f), new Constant(0.5));
            case 1 -> Call.of(operator("Add"), Call.of(operator("Square"), f), new Constant(1));
            case 2 -> Call.of(operator("Exp"), Call.of(operator("Sin"), f));
            default -> Call.of(operator("Sigmoid"), f);
        };
    }

    /** A positive variable, repeated or cut; never lengthened by what may be negative. */
    private Formula sameOrSum(int dim) {
        Variable v = positives.get(below(positives.size()));
        if (v.dim() < dim && v.dim() > 1) {
            return fit(new Call(operator("Elem"), List.of(v), List.of(List.of(0))), dim);
        }
        return fit(v, dim);
    }

    /** A formula with values from -1 to 1. */
    Formula withinOne(int dim, int depth) {
        Formula f = formula(dim, depth - 1);
        return Call.of(operator(below(2) == 0 ? "Sin" : "Tanh"), f);
    }

    /** A formula whose exponential is no large number. */
    Formula exponent(int dim, int depth) {
        return switch (below(4)) {
            case 0 -> withinOne(dim, depth);
            case 1 -> leaf(dim);
            case 2 -> Call.of(operator("Minus"), positive(dim, depth));
            default -> Call.of(operator("Mult"), Call.of(operator("Minus"), positive(1, 1)),
                    fit(Call.of(operator("SqDist"), formula(3, Math.min(depth, 2) - 1), formula(3, depth - 1)), dim));
        };
    }
}
