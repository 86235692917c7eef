package keops.derivative;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import keops.call.Batch;
import keops.call.PlanEvaluator;
import keops.call.Home;
import keops.error.FormulaException;
import keops.formula.Call;
import keops.formula.Category;
import keops.formula.Formula;
import keops.formula.Index;
import keops.formula.Operators;
import keops.formula.Substitute;
import keops.formula.Variable;
import keops.plan.CurrentWatch;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * The pairs (i, j) that smallest and largest values come from, and the formula at such pairs. Each number of a result
 * is the value of one component of the formula at one pair; {@link #values} computes these numbers from arguments that
 * have a row for each pair, so that it is differentiated like any other reduction.
 */
public final class ChosenPairs {
    /** How far values may be from those that are given for them, in roundings of the largest. */
    private static final double ROUNDINGS = 1024;

    private final Plan plan;
    private final PlanEvaluator indices;
    private final PlanEvaluator valuesAndIndices;
    private final Differentiable values;

    ChosenPairs(Differentiable source) {
        this.plan = source.plan();
        this.indices = giving(source, Reduction.Gives.INDICES);
        this.valuesAndIndices = giving(source, Reduction.Gives.BOTH);
        var atPair = new HashMap<Formula, Variable>();
        var arguments = new ArrayList<Variable>();
        for (Variable variable : plan.arguments()) {
            arguments.add(atPair(variable));
            atPair.put(variable, atPair(variable));
        }
        for (Category category : List.of(Category.I, Category.J)) {
            Variable index = new Variable(category == Category.I ? "i" : "j", arguments.size(), 1, plan.rows());
            arguments.add(index);
            atPair.put(new Index(category), index);
        }
        Formula formula = Substitute.apply(plan.formula(), atPair);
        if (plan.dim() > 1) {
            Variable component = new Variable("component", arguments.size(), plan.dim(), plan.rows());
            arguments.add(component);
            formula = Call.of(Operators.named("Scalprod"), formula, component);
        }
        this.values = Differentiable.of(source.evaluator().withoutRanges().derived(
                Plan.ofSum(formula, arguments, SumScheme.AUTO, plan.rows())));
    }

    private static PlanEvaluator giving(Differentiable source, Reduction.Gives outputs) {
        Plan plan = source.plan();
        return source.evaluator().derived(Plan.of(plan.formula(), Optional.empty(), plan.arguments(),
                plan.reduction().giving(outputs), plan.scheme(), plan.rows()));
    }

    /**
     * A list of pairs.
     *
     * @param i their rows i, int64
     * @param j their rows j, int64
     * @param places where their numbers lie in the result, in the order of memory, int64; numbers without a pair are
     *     missing
     */
    public record Pairs(Tensor i, Tensor j, Tensor places) {}

    /** The reduction to the indices of the pairs, over the same arguments. */
    public PlanEvaluator indices() {
        return indices;
    }

    /** What finds both, to see whether values that are given without indices are those of the arguments. */
    PlanEvaluator valuesAndIndices() {
        return valuesAndIndices;
    }

    /**
     * The indices of the pairs, on the host.
     *
     * @param results the results of the reduction, or an empty list; values without indices are compared with computed
     *     ones
     * @throws FormulaException if the results are not of these arguments
     */
    Tensor chosen(Arena arena, List<Tensor> results, Tensor... arguments) {
        if (results.isEmpty()) {
            return Home.onHost(arena, indices.call(arena, arguments));
        } else if (results.size() == 1) {
            List<Tensor> both = valuesAndIndices.callAll(arena, arguments);
            requireAlike(Home.onHost(arena, both.getFirst()), Home.onHost(arena, results.getFirst()));
            return Home.onHost(arena, both.getLast());
        }
        Tensor chosen = Home.onHost(arena, results.getLast());
        long columns = indices.check(arguments).size(plan.rows().otherAxis());
        for (long k = 0; k < chosen.count(); k++) {
            CurrentWatch.checkAt(k);
            if (chosen.longAt(k) < -1 || chosen.longAt(k) >= columns) {
                throw new FormulaException("the results are not of these arguments: one is that of column "
                        + chosen.longAt(k) + ", but there are " + columns + "; for blocks of columns use callBlock");
            }
        }
        return chosen;
    }

    /** Extrema over other columns differ, in some row at least, by more than another back end's rounding. */
    private void requireAlike(Tensor values, Tensor given) {
        double precision = Math.ulp(given.dtype() == DType.FLOAT64 ? 1.0 : 1.0f);
        double scale = 0;
        for (long k = 0; k < values.count(); k++) {
            CurrentWatch.checkAt(k);
            double size = Math.abs(values.doubleAt(k));
            scale = size < Double.POSITIVE_INFINITY ? Math.max(scale, size) : scale;
        }
        for (long k = 0; k < values.count(); k++) {
            CurrentWatch.checkAt(k);
            double difference = Math.abs(values.doubleAt(k) - given.doubleAt(k));
            if (values.doubleAt(k) != given.doubleAt(k) && !(difference <= ROUNDINGS * precision * scale)) {
                throw new FormulaException("the results are not of these arguments: one is " + given.doubleAt(k)
                        + " and not " + values.doubleAt(k)
                        + "; for blocks of columns take a reduction that gives indices"
                        + " too, and use callBlock");
            }
        }
    }

    /**
     * The numbers at a list of pairs, (pairs, 1). Its arguments are those of the reduction, of which those indexed by i
     * or j have a row for each pair, and then {@link #further}.
     */
    public Differentiable values() {
        return values;
    }

    /** The argument of {@link #values} for an argument of the reduction. */
    public Variable atPair(Variable variable) {
        return variable.category() == Category.PARAMETER
                ? variable
                : new Variable(variable.name(), variable.position(), variable.dim(), plan.rows());
    }

    /** The rows of an argument that {@link #values} takes for a list of pairs; nothing for parameters. */
    public Optional<Tensor> rowsOf(Variable variable, Pairs pairs) {
        return switch (variable.category()) {
            case I -> Optional.of(pairs.i());
            case J -> Optional.of(pairs.j());
            case PARAMETER -> Optional.empty();
        };
    }

    /**
     * The pairs of a result.
     *
     * @param arena what they live in
     * @param chosen what {@link #indices} gave, or the reduction itself where it gives indices too
     */
    public Pairs list(Arena arena, Tensor chosen) {
        long numbers = chosen.count();
        long perRow = chosen.size(0) == 0 ? 1 : numbers / chosen.size(0);
        long found = 0;
        for (long k = 0; k < numbers; k++) {
            CurrentWatch.checkAt(k);
            found += chosen.longAt(k) >= 0 ? 1 : 0;
        }
        Tensor rows = Tensor.allocate(arena, DType.INT64, found);
        Tensor columns = Tensor.allocate(arena, DType.INT64, found);
        Tensor places = Tensor.allocate(arena, DType.INT64, found);
        long at = 0;
        for (long k = 0; k < numbers; k++) {
            CurrentWatch.checkAt(k);
            if (chosen.longAt(k) >= 0) {
                rows.setLongAt(at, k / perRow);
                columns.setLongAt(at, chosen.longAt(k));
                places.setLongAt(at++, k);
            }
        }
        return plan.rows() == Category.I ? new Pairs(rows, columns, places) : new Pairs(columns, rows, places);
    }

    /** The last arguments of {@link #values}: i and j as numbers, and 1 at the component of each number. */
    public List<Tensor> further(Arena arena, DType dtype, Pairs pairs) {
        long count = pairs.places().count();
        var further = new ArrayList<Tensor>();
        for (Tensor index : List.of(pairs.i(), pairs.j())) {
            Tensor numbers = Tensor.allocate(arena, dtype, count, 1);
            for (long k = 0; k < count; k++) {
                CurrentWatch.checkAt(k);
                numbers.setDoubleAt(k, (double) index.longAt(k));
            }
            further.add(numbers);
        }
        if (plan.dim() > 1) {
            Tensor component = Tensor.allocate(arena, dtype, count, plan.dim());
            for (long k = 0; k < count; k++) {
                CurrentWatch.checkAt(k);
                component.setDoubleAt(k * plan.dim() + pairs.places().longAt(k) % plan.dim(), 1);
            }
            further.add(component);
        }
        return further;
    }

    /** The arguments of {@link #values} for those of the reduction, on the host. */
    Tensor[] arguments(Arena arena, DType dtype, Pairs pairs, Tensor[] arguments) {
        var all = new ArrayList<Tensor>();
        for (Variable variable : plan.arguments()) {
            all.add(taken(arena, pairs, variable, arguments[variable.position()]));
        }
        all.addAll(further(arena, dtype, pairs));
        return all.toArray(Tensor[]::new);
    }

    /** The rows of a tensor like an argument, one for each pair, on the host. */
    Tensor taken(Arena arena, Pairs pairs, Variable variable, Tensor tensor) {
        Tensor onHost = Home.onHost(arena, tensor);
        return rowsOf(variable, pairs).map(rows -> taken(arena, rows, onHost)).orElse(onHost);
    }

    private static Tensor taken(Arena arena, Tensor rows, Tensor tensor) {
        Tensor taken = Tensor.allocate(arena, tensor.dtype(), rows.count(), tensor.size(1));
        for (long k = 0; k < rows.count(); k++) {
            CurrentWatch.checkAt(k);
            taken.rows(k, k + 1).copyFrom(tensor.rows(rows.longAt(k), rows.longAt(k) + 1));
        }
        return taken;
    }

    /** The numbers of a tensor like the result, one for each pair, on the host. */
    Tensor numbers(Arena arena, Pairs pairs, Tensor result) {
        return taken(arena, pairs.places(), Home.onHost(arena, result).reshape(result.count(), 1));
    }

    /** Adds the rows of a tensor that {@link #taken} would give to the rows of one like an argument. */
    Tensor added(Arena arena, Pairs pairs, Variable variable, Tensor perPair, Tensor like) {
        Tensor sums = Tensor.allocate(arena, DType.FLOAT64, like.shape());
        Optional<Tensor> rows = rowsOf(variable, pairs);
        for (long k = 0; k < perPair.count(); k++) {
            CurrentWatch.checkAt(k);
            int dim = variable.dim();
            long to = rows.isPresent() ? rows.get().longAt(k / dim) * dim + k % dim : k;
            sums.setDoubleAt(to, sums.doubleAt(to) + perPair.doubleAt(k));
        }
        return Batch.rounded(arena, sums, like.dtype().compute());
    }
}
