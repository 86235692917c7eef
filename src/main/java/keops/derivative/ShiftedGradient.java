package keops.derivative;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.call.PlanEvaluator;
import keops.call.Home;
import keops.call.SideBySide;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Gradients of Max_SumShiftExp, the largest value m and the sums {@code s = sum e^(F - m) w}: those of s by the
 * arguments and by m, and then those of m, with what came for m from s too.
 */
final class ShiftedGradient implements GradientRule {
    private final List<Variable> variables;
    private final PlanEvaluator largest;
    private final Vjp ofLargest;
    private final Vjp ofSums;

    ShiftedGradient(Differential.AsShiftedSums parts, List<Variable> variables) {
        this.variables = variables;
        this.largest = parts.largest().evaluator();
        this.ofLargest = parts.largest().vjp(variables);
        var withShift = new ArrayList<>(variables);
        withShift.add(parts.sums().arguments().getLast());
        this.ofSums = parts.sums().vjp(withShift);
    }

    @Override
    public List<Tensor> call(Arena arena, List<Tensor> results, List<Tensor> cotangents, Tensor[] arguments) {
        try (Arena scratch = new ScratchArena()) {
            Tensor e = cotangents.getFirst();
            Tensor m = results.isEmpty()
                    ? largest(arguments).call(scratch, arguments)
                    : largest(scratch, results.getFirst());
            Tensor[] all = Stream.concat(
                            Arrays.stream(arguments), Stream.of(ShiftedLogarithms.neverSmallest(scratch, m)))
                    .toArray(Tensor[]::new);
            List<Tensor> bySums = ofSums.call(scratch, List.of(), List.of(sums(scratch, e)), all);
            Tensor byLargest = Home.sum(scratch, largest(scratch, e), bySums.getLast());
            List<Tensor> gradients = ofLargest.call(
                    scratch, results.isEmpty() ? List.of() : List.of(m), List.of(byLargest), arguments);
            return IntStream.range(0, variables.size())
                    .mapToObj(k -> Home.sum(arena, gradients.get(k), bySums.get(k)))
                    .toList();
        }
    }

    /** The largest values in results, or what stands in their place. */
    private static Tensor largest(Arena arena, Tensor results) {
        return part(arena, results, 0, 1);
    }

    /** The sums in results, or what stands in their place. */
    private static Tensor sums(Arena arena, Tensor results) {
        return part(arena, results, 1, Math.toIntExact(results.size(results.rank() - 1)) - 1);
    }

    /** Some numbers of the last axis; of a vector's components, which have two numbers each, side by side. */
    private static Tensor part(Arena arena, Tensor results, int from, int count) {
        Tensor part = SideBySide.part(arena, results, from, count);
        return results.rank() == 2 ? part : part.reshape(results.size(0), results.size(1));
    }

    /** What finds the largest values with the bits that the sums have of them. */
    private PlanEvaluator largest(Tensor[] arguments) {
        DType compute = largest.check(arguments).dtype();
        boolean arePlain = !largest.mayRunOnGpu(arguments)
                && ofSums.passes().stream().anyMatch(pass -> pass.sum().evaluator().runsPlainly(compute));
        return arePlain ? largest.plainly() : largest;
    }

    @Override
    public Stream<PlanEvaluator> reductions() {
        return Stream.of(Stream.of(largest), ofLargest.needed(), ofSums.needed()).flatMap(reductions -> reductions);
    }
}
