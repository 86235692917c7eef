package keops;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keops.formula.Variable;
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
        try (Arena scratch = Arena.ofShared()) {
            Tensor e = cotangents.getFirst();
            long width = e.size(1) - 1;
            Tensor m = results.isEmpty()
                    ? largest.call(scratch, arguments)
                    : columns(scratch, results.getFirst(), 0, 1);
            Tensor[] all = Stream.concat(Arrays.stream(arguments), Stream.of(SavedRows.neverSmallest(scratch, m)))
                    .toArray(Tensor[]::new);
            List<Tensor> bySums = ofSums.call(scratch, columns(scratch, e, 1, width), all);
            Tensor byLargest = columns(arena, e, 0, 1);
            add(byLargest, bySums.getLast());
            List<Tensor> gradients = ofLargest.call(arena, byLargest, arguments);
            for (int k = 0; k < variables.size(); k++) {
                add(gradients.get(k), bySums.get(k));
            }
            return gradients;
        }
    }

    @Override
    public Stream<Genred> reductions() {
        return Stream.of(Stream.of(largest), ofLargest.needed(), ofSums.needed()).flatMap(reductions -> reductions);
    }

    private static Tensor columns(Arena arena, Tensor rows, long from, long count) {
        Tensor part = Tensor.allocate(arena, rows.dtype(), rows.size(0), count);
        for (long k = 0; k < part.count(); k++) {
            part.setDoubleAt(k, rows.doubleAt(k / count * rows.size(1) + from + k % count));
        }
        return part;
    }

    private static void add(Tensor sum, Tensor more) {
        for (long k = 0; k < sum.count(); k++) {
            sum.setDoubleAt(k, sum.doubleAt(k) + more.doubleAt(k));
        }
    }
}
