package keops;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import keops.formula.Category;
import keops.formula.Differentiate;
import keops.formula.Formula;
import keops.formula.Index;
import keops.formula.Substitute;
import keops.formula.Variable;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Gradients of smallest and largest values: those of the formula at the pairs that were chosen. The arguments of the
 * reduced axis are gathered by the indices, one row for each row of the output, so that the formula is evaluated once
 * for each value and not for each pair; gradients by them are added to the rows they came from.
 */
final class ExtremumGradient implements GradientRule {
    private final Plan plan;
    private final List<Variable> variables;
    private final Genred indices;
    private final Genred atIndices;

    ExtremumGradient(Genred source, List<Variable> variables) {
        this.plan = source.plan();
        this.variables = variables;
        Reduction chosen = switch (plan.reduction().kind()) {
            case MIN, MIN_ARG_MIN -> Reduction.ARG_MIN;
            case MAX, MAX_ARG_MAX -> Reduction.ARG_MAX;
            default -> Reduction.argKMin(plan.reduction().k());
        };
        this.indices = source.derived(Plan.of(
                plan.formula(), Optional.empty(), plan.arguments(), chosen, plan.scheme(), plan.rows()));
        var gathered = new HashMap<Formula, Variable>();
        var arguments = new ArrayList<Variable>();
        for (Variable variable : plan.arguments()) {
            Variable row = variable.category() == reduced()
                    ? new Variable(variable.name(), variable.position(), variable.dim(), plan.rows())
                    : variable;
            gathered.put(variable, row);
            arguments.add(row);
        }
        Variable index = new Variable("index", arguments.size(), 1, plan.rows());
        gathered.put(new Index(reduced()), index);
        Variable cotangent = new Variable("cotangent", arguments.size() + 1, plan.dim(), plan.rows());
        arguments.addAll(List.of(index, cotangent));
        List<Variable> ordered = ordered();
        List<Formula> gradients = Differentiate.gradients(
                Substitute.apply(plan.formula(), gathered), ordered.stream().map(gathered::get).toList(), cotangent);
        int totals = ordered.stream()
                .filter(variable -> variable.category() == Category.PARAMETER)
                .mapToInt(Variable::dim)
                .sum();
        this.atIndices = source.derived(Plan.ofSum(
                SumGradient.concatenated(gradients), totals, arguments, SumScheme.AUTO, plan.rows()));
    }

    private Category reduced() {
        return plan.rows() == Category.I ? Category.J : Category.I;
    }

    /** Those with rows first, parameters last. */
    private List<Variable> ordered() {
        var ordered = new ArrayList<>(variables);
        ordered.sort((a, b) -> Boolean.compare(
                a.category() == Category.PARAMETER, b.category() == Category.PARAMETER));
        return ordered;
    }

    @Override
    public List<Genred> reductions() {
        return List.of();
    }

    @Override
    public List<Tensor> call(Arena arena, List<Tensor> results, List<Tensor> cotangents, Tensor[] arguments) {
        try (Arena scratch = Arena.ofShared()) {
            Tensor chosen = results.size() == 2 ? results.getLast() : indices.call(scratch, arguments);
            List<Tensor> sums = variables.stream()
                    .map(variable -> arguments[variable.position()])
                    .map(argument -> Tensor.allocate(scratch, DType.FLOAT64, argument.shape()))
                    .toList();
            long rows = chosen.size(0);
            int slots = Math.toIntExact(rows == 0 ? 0 : chosen.count() / rows);
            for (int slot = 0; slot < slots; slot++) {
                addSlot(scratch, chosen, slot, slots, cotangents.getFirst(), arguments, sums);
            }
            return sums.stream().map(sum -> rounded(arena, sum, arguments[0].dtype())).toList();
        }
    }

    /** Adds the gradient of one number in each row of the output. */
    private void addSlot(Arena arena, Tensor chosen, int slot, int slots, Tensor cotangent, Tensor[] arguments,
            List<Tensor> sums) {
        long rows = chosen.size(0);
        DType dtype = arguments[0].dtype();
        Tensor index = Tensor.allocate(arena, dtype, rows, 1);
        Tensor weight = Tensor.allocate(arena, dtype, rows, plan.dim());
        long[] from = new long[Math.toIntExact(rows)];
        for (int row = 0; row < rows; row++) {
            from[row] = chosen.longAt((long) row * slots + slot);
            index.setDoubleAt(row, (double) from[row]);
            if (from[row] >= 0) {
                weight.setDoubleAt(
                        (long) row * plan.dim() + slot % plan.dim(), cotangent.doubleAt((long) row * slots + slot));
            }
        }
        var gathered = new ArrayList<Tensor>();
        for (Variable variable : plan.arguments()) {
            Tensor argument = arguments[variable.position()];
            gathered.add(variable.category() == reduced() ? gather(arena, argument, from) : argument);
        }
        gathered.addAll(List.of(index, weight));
        List<Tensor> gradients = atIndices.callAll(arena, gathered.toArray(Tensor[]::new));
        int rowOffset = 0;
        int totalOffset = 0;
        for (Variable variable : ordered()) {
            Tensor sum = sums.get(variables.indexOf(variable));
            if (variable.category() == Category.PARAMETER) {
                for (int k = 0; k < variable.dim(); k++) {
                    add(sum, k, gradients.getLast().doubleAt(totalOffset + k));
                }
                totalOffset += variable.dim();
            } else {
                addRows(sum, variable, gradients.getFirst(), rowOffset, from);
                rowOffset += variable.dim();
            }
        }
    }

    private void addRows(Tensor sum, Variable variable, Tensor gradients, int offset, long[] from) {
        int dim = variable.dim();
        long width = gradients.size(1);
        for (int row = 0; row < from.length; row++) {
            long to = variable.category() == reduced() ? from[row] : row;
            for (int k = 0; k < dim && from[row] >= 0; k++) {
                add(sum, to * dim + k, gradients.doubleAt(row * width + offset + k));
            }
        }
    }

    private static void add(Tensor sum, long at, double value) {
        sum.setDoubleAt(at, sum.doubleAt(at) + value);
    }

    /** The rows that were chosen; where there is none, the first one if there is any, of weight 0. */
    private static Tensor gather(Arena arena, Tensor argument, long[] from) {
        long dim = argument.size(1);
        Tensor rows = Tensor.allocate(arena, argument.dtype(), from.length, dim);
        for (int row = 0; row < from.length && argument.size(0) > 0; row++) {
            for (long k = 0; k < dim; k++) {
                rows.setDoubleAt(row * dim + k, argument.doubleAt(Math.max(0, from[row]) * dim + k));
            }
        }
        return rows;
    }

    private static Tensor rounded(Arena arena, Tensor sum, DType dtype) {
        Tensor gradient = Tensor.allocate(arena, dtype, sum.shape());
        for (long k = 0; k < sum.count(); k++) {
            gradient.setDoubleAt(k, sum.doubleAt(k));
        }
        return gradient;
    }
}
