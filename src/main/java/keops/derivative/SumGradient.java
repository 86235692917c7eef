package keops.derivative;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.call.Batch;
import keops.call.PlanEvaluator;
import keops.call.SideBySide;
import keops.formula.Call;
import keops.formula.Category;
import keops.formula.Differentiate;
import keops.formula.Formula;
import keops.formula.Operators;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.plan.Linearised;
import keops.plan.Plan;
import keops.plan.Sum;
import keops.program.Extent;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Gradients of sums, and of what changes like a sum ({@link Linearised}): each is a sum too, of the gradient of the
 * formula, over the axis that its variable does not have; for a parameter over both. All share one pass over the pairs,
 * with sums for each row, for each column and over all pairs; where that cannot be, one for each axis, of which the
 * first takes the parameters along.
 */
final class SumGradient implements GradientRule {
    private final List<Variable> variables;
    private final Linearised linearised;
    private final SavedRows saved;
    private final List<GradientPass> passes;
    /** The same passes with the values as the first components of rows; for plain sums. */
    private final List<GradientPass> withValues;

    SumGradient(Differentiable source, List<Variable> variables) {
        Plan plan = source.plan();
        this.variables = variables;
        this.linearised = Linearised.of(plan);
        this.saved = new SavedRows(source);
        List<Variable> arguments = linearised.arguments(plan);
        List<Variable> cotangents = cotangents(plan, arguments.size());
        List<Formula> gradients = Differentiate.gradients(linearised.formula(), variables, concatenated(cotangents));
        arguments.addAll(cotangents);
        SumScheme scheme = plan.reduction().isSum() ? plan.scheme() : SumScheme.AUTO;
        boolean isPlain = plan.reduction().isSum() && plan.dim(Extent.ROWS) == plan.dim();
        var maker = new PassMaker(source, variables, gradients, arguments, scheme);
        this.passes = maker.passes(List.of());
        this.withValues = isPlain ? maker.passes(List.of(plan.formula())) : List.of();
    }

    /** A cotangent for each output. */
    private List<Variable> cotangents(Plan plan, int position) {
        var cotangents = new ArrayList<Variable>();
        for (Extent extent : Extent.values()) {
            int dim = extent == Extent.ROWS
                    ? linearised.formula().dim() - plan.dim(Extent.COLUMNS) - plan.dim(Extent.PAIRS)
                    : plan.dim(extent);
            if (dim > 0) {
                cotangents.add(new Variable("cotangent", position + cotangents.size(), dim, category(plan, extent)));
            }
        }
        return List.copyOf(cotangents);
    }

    private static Category category(Plan plan, Extent extent) {
        return switch (extent) {
            case ROWS -> plan.rows();
            case COLUMNS -> plan.rows().otherAxis();
            case PAIRS -> Category.PARAMETER;
        };
    }

    /** Makes passes of the gradients by some variables. */
    private record PassMaker(
            Differentiable source, List<Variable> variables, List<Formula> gradients, List<Variable> arguments,
            SumScheme scheme) {

        /**
         * One pass for both axes where that can be, else one for each.
         *
         * @param values what is summed for each row of the reduction, beside the gradients
         */
        List<GradientPass> passes(List<Formula> values) {
            Category own = source.plan().rows();
            Category other = own.otherAxis();
            List<Variable> byRow = of(own);
            List<Variable> byColumn = of(other);
            List<Variable> total = of(Category.PARAMETER);
            boolean hasRows = !byRow.isEmpty() || !values.isEmpty();
            if (byColumn.isEmpty()) {
                return hasRows || !total.isEmpty() ? List.of(pass(values, byRow, List.of(), total, own)) : List.of();
            }
            if (!hasRows) {
                return List.of(pass(List.of(), byColumn, List.of(), total, other));
            }
            return together(values, byRow, byColumn, total)
                    .map(List::of)
                    .orElseGet(() -> List.of(pass(values, byRow, List.of(), total, own),
                            pass(List.of(), byColumn, List.of(), List.of(), other)));
        }

        /** One pass for both axes, where sums for columns are worth having and it is not too large. */
        private Optional<GradientPass> together(
                List<Formula> values, List<Variable> byRow, List<Variable> byColumn, List<Variable> total) {
            if (!Plan.takesColumns(scheme, byColumn.stream().mapToInt(Variable::dim).sum())) {
                return Optional.empty();
            }
            return Plan.ofSumsIfFit(sums(values, byRow, byColumn, total), arguments, scheme, source.plan().rows())
                    .map(plan -> new GradientPass(source.derived(plan), byRow, byColumn, total));
        }

        private List<Variable> of(Category category) {
            return variables.stream().filter(variable -> variable.category() == category).toList();
        }

        private GradientPass pass(
                List<Formula> values, List<Variable> byRow, List<Variable> byColumn, List<Variable> total,
                Category rows) {
            Plan plan = Plan.ofSums(sums(values, byRow, byColumn, total), arguments, scheme, rows);
            return new GradientPass(source.derived(plan), byRow, byColumn, total);
        }

        private List<Sum> sums(
                List<Formula> values, List<Variable> byRow, List<Variable> byColumn, List<Variable> total) {
            var sums = new ArrayList<Sum>();
            values.forEach(value -> sums.add(new Sum(value, Extent.ROWS)));
            byRow.forEach(variable -> sums.add(new Sum(gradient(variable), Extent.ROWS)));
            byColumn.forEach(variable -> sums.add(new Sum(gradient(variable), Extent.COLUMNS)));
            total.forEach(variable -> sums.add(new Sum(gradient(variable), Extent.PAIRS)));
            return List.copyOf(sums);
        }

        private Formula gradient(Variable variable) {
            return gradients.get(variables.indexOf(variable));
        }
    }

    static Formula concatenated(List<? extends Formula> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : Call.of(Operators.named("Concat"), parts.toArray(Formula[]::new));
    }

    @Override
    public List<Tensor> call(Arena arena, List<Tensor> results, List<Tensor> cotangents, Tensor[] arguments) {
        try (Arena scratch = new ScratchArena()) {
            if (!linearised.saved().isEmpty() && isPlain(arguments)) {
                return callInDouble(arena, scratch, results, cotangents, arguments);
            }
            Tensor[] all = all(arguments, saved.of(scratch, results, false, arguments), cotangents);
            var gradients = new Tensor[variables.size()];
            passes.forEach(pass -> run(arena, scratch, pass, all, gradients));
            return List.of(gradients);
        }
    }

    /** Plain loops compute exponents in float64: what these are relative to must not be rounded to float32. */
    private List<Tensor> callInDouble(
            Arena arena, Arena scratch, List<Tensor> results, List<Tensor> cotangents, Tensor[] arguments) {
        Tensor[] wide = converted(scratch, Arrays.stream(arguments)).toArray(Tensor[]::new);
        List<Tensor> given = converted(scratch, results.stream()).toList();
        Tensor[] all = all(
                wide, saved.of(scratch, given, true, wide), converted(scratch, cotangents.stream()).toList());
        var gradients = new Tensor[variables.size()];
        for (GradientPass pass : passes) {
            var plain = new GradientPass(Differentiable.of(pass.sum().evaluator().plainInDouble()), pass.byRow(),
                    pass.byColumn(), pass.total());
            run(scratch, scratch, plain, all, gradients);
        }
        return IntStream.range(0, gradients.length)
                .mapToObj(k -> Batch.rounded(
                        arena, gradients[k], arguments[variables.get(k).position()].dtype().compute()))
                .toList();
    }

    private static Stream<Tensor> converted(Arena arena, Stream<Tensor> tensors) {
        return tensors.map(tensor -> tensor.dtype().isFloating() ? tensor.converted(DType.FLOAT64, arena) : tensor);
    }

    private static Tensor[] all(Tensor[] arguments, List<Tensor> rows, List<Tensor> cotangents) {
        return Stream.of(Arrays.stream(arguments), rows.stream(), cotangents.stream())
                .flatMap(tensors -> tensors)
                .toArray(Tensor[]::new);
    }

    private void run(Arena arena, Arena scratch, GradientPass pass, Tensor[] all, Tensor[] gradients) {
        List<List<Variable>> byOutput = pass.byOutput();
        boolean isAlone = byOutput.size() == 1 && byOutput.getFirst().size() == 1;
        List<Tensor> sums = pass.sum().callAll(isAlone ? arena : scratch, all);
        if (isAlone) {
            gradients[variables.indexOf(byOutput.getFirst().getFirst())] = sums.getFirst();
        } else {
            split(arena, sums, pass, gradients);
        }
    }

    /**
     * The values and the gradients: of plain sums in one pass, of others by way of results that are not rounded;
     * nothing where the values must be computed apart.
     */
    Optional<List<Tensor>> withValue(Arena arena, Tensor cotangent, Tensor[] arguments) {
        if (!linearised.saved().isEmpty()) {
            return ofSaved(arena, cotangent, arguments);
        } else if (withValues.isEmpty()) {
            return Optional.empty();
        }
        Tensor[] all = all(arguments, List.of(), List.of(cotangent));
        var gradients = new Tensor[variables.size()];
        try (Arena scratch = new ScratchArena()) {
            GradientPass first = withValues.getFirst();
            List<Tensor> sums = first.sum().callAll(scratch, all);
            int dim = linearised.formula().dim();
            split(arena, sums.getFirst(), dim, first.byRow(), gradients);
            var others = new GradientPass(first.sum(), List.of(), first.byColumn(), first.total());
            split(arena, sums.subList(1, sums.size()), others, gradients);
            withValues.stream().skip(1).forEach(pass -> run(arena, scratch, pass, all, gradients));
            return Optional.of(Vjp.valueFirst(SideBySide.part(arena, sums.getFirst(), 0, dim), List.of(gradients)));
        }
    }

    private Optional<List<Tensor>> ofSaved(Arena arena, Tensor cotangent, Tensor[] arguments) {
        if (isPlain(arguments)) {
            return Optional.empty();
        }
        try (Arena scratch = new ScratchArena()) {
            SavedRows.Precise results = saved.precise(scratch, List.of(), false, arguments);
            Tensor[] all = all(arguments, saved.rows(scratch, results, arguments), List.of(cotangent));
            var gradients = new Tensor[variables.size()];
            passes.forEach(pass -> run(arena, scratch, pass, all, gradients));
            return Optional.of(Vjp.valueFirst(saved.values(arena, results, arguments), List.of(gradients)));
        }
    }

    /** Cuts the outputs of a pass into gradients. */
    private void split(Arena arena, List<Tensor> outputs, GradientPass pass, Tensor[] gradients) {
        List<List<Variable>> byOutput = pass.byOutput();
        for (int k = 0; k < byOutput.size(); k++) {
            split(arena, outputs.get(k), 0, byOutput.get(k), gradients);
        }
    }

    /** Cuts rows into those of the gradients that lie side by side in them. */
    private void split(Arena arena, Tensor rows, int first, List<Variable> sideBySide, Tensor[] gradients) {
        int from = first;
        for (Variable variable : sideBySide) {
            gradients[variables.indexOf(variable)] = SideBySide.part(arena, rows, from, variable.dim());
            from += variable.dim();
        }
    }

    @Override
    public boolean takesBatch() {
        return linearised.saved().isEmpty();
    }

    @Override
    public Stream<PlanEvaluator> reductions() {
        return Stream.concat(saved.needed(),
                Stream.of(passes, withValues).flatMap(List::stream).map(pass -> pass.sum().evaluator()));
    }

    @Override
    public List<GradientPass> passes() {
        return passes;
    }

    /** The reductions whose results are put in. */
    List<Differentiable> savedReductions() {
        return saved.reductions();
    }

    /** The rows that the passes take, for results or for computed ones. */
    List<Tensor> savedRows(Arena arena, List<Tensor> results, Tensor... arguments) {
        return saved.of(arena, results, isPlain(arguments), arguments);
    }

    /** Whether some passes are computed by plain loops in float64. */
    boolean isPlain(Tensor... arguments) {
        return passes.stream().anyMatch(pass -> saved.arePlain(pass.sum(), arguments));
    }

    /** The arguments that results are put in by, but for the shift, which does not change. */
    List<Variable> saved() {
        return linearised.saved();
    }

    /** Cuts the outputs of each reduction, one after the other, into gradients. */
    List<Tensor> split(Arena arena, List<List<Tensor>> outputs) {
        var gradients = new Tensor[variables.size()];
        for (int p = 0; p < passes.size(); p++) {
            split(arena, outputs.get(p), passes.get(p), gradients);
        }
        return List.of(gradients);
    }
}
