package keops;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.formula.Variable;
import keops.tensor.DType;
import keops.tensor.ScratchArena;
import keops.tensor.Tensor;

/**
 * Gradients of Max_SumShiftExp, the largest value m and the sums {@code s = sum e^(F - m) w}: those of s by the arguments
 * and by m, and then those of m, with what came for m from s too.
 */
final class ShiftedGradient implements GradientRule {
    private final List<Variable> variables;
    private final Genred largest;
    private final Gradient ofLargest;
    private final Gradient ofSums;

    ShiftedGradient(Differential.AsShiftedSums parts, List<Variable> variables) {
        this.variables = variables;
        this.largest = parts.largest();
        this.ofLargest = largest.gradient(variables);
        var withShift = new ArrayList<>(variables);
        withShift.add(parts.sums().arguments().getLast());
        this.ofSums = parts.sums().gradient(withShift);
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
            List<Tensor> bySums = ofSums.call(scratch, sums(scratch, e), all);
            Tensor byLargest = Home.sum(scratch, largest(scratch, e), bySums.getLast());
            List<Tensor> gradients =
                    ofLargest.callWith(scratch, results.isEmpty() ? List.of() : List.of(m), byLargest, arguments);
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
        Tensor part = SumGradient.columns(arena, results, from, count);
        return results.rank() == 2 ? part : part.reshape(results.size(0), results.size(1));
    }

    /** What finds the largest values with the bits that the sums have of them. */
    private Genred largest(Tensor[] arguments) {
        DType compute = largest.check(arguments).dtype();
        boolean arePlain = !largest.mayRunOnGpu(arguments)
                && ofSums.reductions().stream().anyMatch(sum -> sum.runsPlainly(compute));
        return arePlain ? largest.backend(Backend.REFERENCE) : largest;
    }

    @Override
    public Stream<Genred> reductions() {
        return Stream.of(Stream.of(largest), ofLargest.needed(), ofSums.needed()).flatMap(reductions -> reductions);
    }
}
