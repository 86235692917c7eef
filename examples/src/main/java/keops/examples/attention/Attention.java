package keops.examples.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import keops.Genred;
import keops.autograd.Reductions;
import keops.autograd.TapeVariable;
import keops.reduction.Ranges;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/**
 * Attention of one head: {@code a_i = sum_j exp(q_i k_j / sqrt D) v_j / sum_j exp(q_i k_j / sqrt D)}, the rows of
 * {@code softmax(QK' / sqrt D) V}; of a causal one, over {@code j <= i} alone.
 *
 * @param average the reduction of queries, keys and values
 * @param isCausal whether the future is hidden
 */
record Attention(Genred average, boolean isCausal) {
    /** Rows that share what they see of the past, up to the mask. */
    private static final int BLOCK = 256;

    /** Attention of queries and keys of one size and values of another. */
    static Attention of(int size, int valueSize, boolean isCausal) {
        String score = String.format(Locale.ROOT, "(q|k) * %s", 1 / Math.sqrt(size));
        // I and J are the numbers of the row and of the column. A score of minus infinity has no weight.
        String formula = isCausal ? "IfElse(I - J, " + score + ", -1/0)" : score;
        Genred average = Genred.of(formula, "q = Vi(" + size + ")", "k = Vj(" + size + ")", "v = Vj(" + valueSize + ")")
                .reduction(Reduction.SUM_SOFT_MAX_WEIGHT)
                .weight("v")
                .overJ()
                .build();
        return new Attention(average, isCausal);
    }

    /** The averages of the values, for as many queries as keys. */
    Tensor call(Tensor q, Tensor k, Tensor v) {
        return forLength(q.size(0)).call(q, k, v);
    }

    /** The same on a tape. */
    TapeVariable call(TapeVariable q, TapeVariable k, TapeVariable v) {
        return Reductions.of(forLength(q.shape()[0]), q, k, v);
    }

    /** A causal head need not even look at blocks that are wholly in the future: half of all pairs. */
    private Genred forLength(long length) {
        return isCausal && length > BLOCK ? average.ranges(past(length)) : average;
    }

    private static Ranges past(long length) {
        int count = Math.toIntExact(Math.ceilDiv(length, BLOCK));
        var blocks = new long[count][];
        var visible = new boolean[count][count];
        for (int b = 0; b < count; b++) {
            blocks[b] = new long[] {(long) b * BLOCK, Math.min(length, (b + 1L) * BLOCK)};
            for (int past = 0; past <= b; past++) {
                visible[b][past] = true;
            }
        }
        return Ranges.fromMatrix(blocks, blocks, visible);
    }

    /**
     * Several heads: each sees the tokens, (N, D), through projections of its own, and their results are mixed.
     *
     * @param parameters of each head the projections to queries, keys and values; then the mixing matrix
     */
    TapeVariable heads(TapeVariable tokens, List<TapeVariable> parameters) {
        List<TapeVariable> results = new ArrayList<>(IntStream.range(0, parameters.size() / 3)
                .mapToObj(head -> parameters.subList(3 * head, 3 * head + 3))
                .map(p -> call(tokens.matmul(p.get(0)), tokens.matmul(p.get(1)), tokens.matmul(p.get(2))))
                .toList());
        return results.removeFirst().concat(1, results.toArray(TapeVariable[]::new)).matmul(parameters.getLast());
    }
}
