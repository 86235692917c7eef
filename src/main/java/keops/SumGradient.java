package keops;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keops.formula.Call;
import keops.formula.Category;
import keops.formula.Differentiate;
import keops.formula.Formula;
import keops.formula.Operators;
import keops.formula.Variable;
import keops.plan.Linearised;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.Tensor;

/**
 * Gradients of sums, and of what changes like a sum ({@link Linearised}): each is a sum too, of the gradient of the
 * formula, over the axis that its variable does not have; for a parameter over both. The gradients that are summed over
 * the same axis share one pass over the pairs; those by parameters join one of the passes.
 */
final class SumGradient implements GradientRule {
    private final List<Variable> variables;
    private final Linearised linearised;
    private final SavedRows saved;
    private final List<GradientPass> passes = new ArrayList<>();
    /** The first pass, whose rows begin with the values; for plain sums that have such a pass over their own axis. */
    private final Optional<Genred> withValues;

    SumGradient(Genred source, List<Variable> variables) {
        Plan plan = source.plan();
        this.variables = variables;
        this.linearised = Linearised.of(plan);
        this.saved = new SavedRows(source);
        List<Variable> arguments = linearised.arguments(plan);
        var cotangents = new ArrayList<Variable>();
        int rowDim = linearised.formula().dim() - plan.totals();
        if (rowDim > 0) {
            cotangents.add(new Variable("cotangent", arguments.size(), rowDim, plan.rows()));
        }
        if (plan.totals() > 0) {
            cotangents.add(new Variable("cotangent", arguments.size() + cotangents.size(), plan.totals(),
                    Category.PARAMETER));
        }
        List<Formula> gradients =
                Differentiate.gradients(linearised.formula(), variables, concatenated(List.copyOf(cotangents)));
        arguments.addAll(cotangents);
        SumScheme scheme = plan.reduction().kind() == Reduction.Kind.SUM ? plan.scheme() : SumScheme.AUTO;
        for (Category rows : axes(plan.rows())) {
            List<Variable> byRow = of(rows);
            List<Variable> total = passes.isEmpty() ? of(Category.PARAMETER) : List.of();
            List<Formula> parts = Stream.concat(byRow.stream(), total.stream())
                    .map(variable -> gradients.get(variables.indexOf(variable)))
                    .toList();
            int totals = total.stream().mapToInt(Variable::dim).sum();
            passes.add(new GradientPass(source.derived(Plan.ofSum(concatenated(parts), totals, arguments, scheme, rows)),
                    byRow, total));
        }
        this.withValues = Optional.of(plan)
                .filter(sum -> sum.reduction().kind() == Reduction.Kind.SUM && sum.totals() == 0)
                .filter(sum -> !passes.isEmpty() && passes.getFirst().sum().plan().rows() == sum.rows())
                .map(sum -> {
                    Plan own = passes.getFirst().sum().plan();
                    return source.derived(Plan.ofSum(concatenated(List.of(sum.formula(), own.formula())), own.totals(),
                            arguments, scheme, own.rows()));
                });
    }

    /** The categories of the rows of all passes, that of the reduction first: there parameters join. */
    private List<Category> axes(Category own) {
        Category other = own == Category.I ? Category.J : Category.I;
        List<Category> needed = Stream.of(own, other).filter(rows -> !of(rows).isEmpty()).toList();
        return needed.isEmpty() && !variables.isEmpty() ? List.of(own) : needed;
    }

    private List<Variable> of(Category category) {
        return variables.stream().filter(variable -> variable.category() == category).toList();
    }

    static Formula concatenated(List<? extends Formula> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : Call.of(Operators.named("Concat"), parts.toArray(Formula[]::new));
    }

    @Override
    public List<Tensor> call(Arena arena, List<Tensor> results, List<Tensor> cotangents, Tensor[] arguments) {
        try (Arena scratch = Arena.ofShared()) {
            Tensor[] all = Stream.of(Arrays.stream(arguments), saved.of(scratch, results, arguments).stream(),
                            cotangents.stream())
                    .flatMap(tensors -> tensors)
                    .toArray(Tensor[]::new);
            var gradients = new Tensor[variables.size()];
            passes.forEach(pass -> run(arena, scratch, pass, all, gradients));
            return List.of(gradients);
        }
    }

    private void run(Arena arena, Arena scratch, GradientPass pass, Tensor[] all, Tensor[] gradients) {
        boolean isAlone = pass.byRow().size() + pass.total().size() == 1;
        List<Tensor> sums = pass.sum().callAll(isAlone ? arena : scratch, all);
        if (isAlone) {
            Variable only = Stream.concat(pass.byRow().stream(), pass.total().stream()).findFirst().orElseThrow();
            gradients[variables.indexOf(only)] = sums.getFirst();
        } else {
            split(arena, sums.getFirst(), 0, pass.byRow(), gradients);
            split(arena, sums.getLast(), 0, pass.total(), gradients);
        }
    }

    /** The values in the pass over their own axis, and the gradients; nothing where the values cannot be part of it. */
    Optional<ValueAndGradients> valueAndGradients(Arena arena, Tensor cotangent, Tensor[] arguments) {
        return withValues.map(first -> {
            Tensor[] all = Stream.concat(Arrays.stream(arguments), Stream.of(cotangent)).toArray(Tensor[]::new);
            var gradients = new Tensor[variables.size()];
            try (Arena scratch = Arena.ofShared()) {
                List<Tensor> sums = first.callAll(scratch, all);
                int dim = linearised.formula().dim();
                split(arena, sums.getFirst(), dim, passes.getFirst().byRow(), gradients);
                split(arena, sums.getLast(), 0, passes.getFirst().total(), gradients);
                passes.stream().skip(1).forEach(pass -> run(arena, scratch, pass, all, gradients));
                return new ValueAndGradients(columns(arena, sums.getFirst(), 0, dim), List.of(gradients));
            }
        });
    }

    /** Cuts rows into those of the gradients that lie side by side in them. */
    private void split(Arena arena, Tensor rows, int first, List<Variable> sideBySide, Tensor[] gradients) {
        int from = first;
        for (Variable variable : sideBySide) {
            gradients[variables.indexOf(variable)] = columns(arena, rows, from, variable.dim());
            from += variable.dim();
        }
    }

    /** Some columns of rows, where these live. */
    static Tensor columns(Arena arena, Tensor rows, int from, int dim) {
        return Home.of(rows).bring(arena, there -> columnsOnHost(there, Home.onHost(there, rows), from, dim));
    }

    private static Tensor columnsOnHost(Arena arena, Tensor rows, int from, int dim) {
        long width = rows.size(rows.rank() - 1);
        long[] shape = rows.shape();
        shape[shape.length - 1] = dim;
        Tensor part = Tensor.allocate(arena, rows.dtype(), shape);
        for (long k = 0; k < part.count(); k++) {
            part.setDoubleAt(k, rows.doubleAt(k / dim * width + from + k % dim));
        }
        return part;
    }

    @Override
    public Stream<Genred> reductions() {
        return Stream.of(saved.reductions().stream(), passes.stream().map(GradientPass::sum), withValues.stream())
                .flatMap(reductions -> reductions);
    }

    @Override
    public List<GradientPass> passes() {
        return passes;
    }

    /** The reductions whose results are put in. */
    List<Genred> savedReductions() {
        return saved.reductions();
    }

    /** The arguments that results are put in by. */
    List<Variable> saved() {
        return linearised.saved();
    }

    /** Cuts the outputs of each reduction, one after the other, into gradients. */
    List<Tensor> split(Arena arena, List<List<Tensor>> outputs) {
        var gradients = new Tensor[variables.size()];
        for (int p = 0; p < passes.size(); p++) {
            split(arena, outputs.get(p).getFirst(), 0, passes.get(p).byRow(), gradients);
            split(arena, outputs.get(p).getLast(), 0, passes.get(p).total(), gradients);
        }
        return List.of(gradients);
    }
}
