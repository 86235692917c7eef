package keops.random;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The K smallest or largest values and their indices. A value of a rank moves by no more than the largest error of all
 * values; where values are exact, so are the indices, ties included.
 */
record OrderJudge(int k, boolean largest, boolean hasValues, boolean hasIndices) implements Judge {
    @Override
    public Verdict of(Terms terms, List<double[]> outputs) {
        Verdict verdict = Verdict.NOTHING;
        for (int component = 0; component < terms.dim(); component++) {
            verdict = verdict.and(of(terms, outputs, component));
        }
        return verdict;
    }

    private Verdict of(Terms terms, List<double[]> outputs, int component) {
        Comparator<Integer> byValue = Comparator.comparingDouble(
                j -> 0.0 + (largest ? -terms.value(j, component) : terms.value(j, component)));
        List<Integer> order = IntStream.range(0, terms.columns()).boxed().sorted(byValue).toList();
        double error = IntStream.range(0, terms.columns()).mapToDouble(j -> terms.error(j, component)).max().orElse(0);
        var seen = new HashSet<Double>();
        Verdict verdict = Verdict.NOTHING;
        for (int rank = 0; rank < k; rank++) {
            int at = rank * terms.dim() + component;
            String what = "rank " + rank + " of component " + component;
            boolean isThere = rank < order.size();
            double expected = isThere
                    ? terms.value(order.get(rank), component)
                    : largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            double rounding = error == 0 ? 0 : 2 * error + terms.unit() * Math.abs(expected) + terms.flushed();
            if (hasValues) {
                verdict = verdict.and(Verdict.of(what, expected, outputs.getFirst()[at], rounding,
                        isThere ? Math.abs(expected) : 0, terms.unit()));
            }
            if (hasIndices && rounding < Double.POSITIVE_INFINITY) {
                double index = outputs.getLast()[at];
                double right = isThere ? order.get(rank) : -1;
                if (rounding == 0 || !isThere ? index != right : !isNear(terms, component, index, expected, rounding)) {
                    return Verdict.wrong("the index of " + what + " is " + index + ", not " + right);
                }
                if (isThere && !seen.add(index)) {
                    return Verdict.wrong("the index of " + what + " comes twice: " + index);
                }
            }
        }
        return verdict;
    }

    private static boolean isNear(Terms terms, int component, double index, double expected, double rounding) {
        return index >= 0 && index < terms.columns() && index == Math.rint(index)
                && Math.abs(terms.value((int) index, component) - expected) <= 2 * rounding;
    }
}
