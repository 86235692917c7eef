package keops.examples.attention;

import java.util.stream.IntStream;

/** Causal attention as one writes it by hand: all weights in a matrix, which is what the library does without. */
final class Dense {
    private Dense() {}

    /** The averages of the values; rows are computed on all cores. */
    static float[][] attend(float[][] q, float[][] k, float[][] v) {
        int length = q.length;
        float scale = (float) (1 / Math.sqrt(q[0].length));
        float[][] weights = new float[length][length];
        float[][] averages = new float[length][v[0].length];
        IntStream.range(0, length).parallel().forEach(i -> {
            float largest = Float.NEGATIVE_INFINITY;
            for (int j = 0; j <= i; j++) {
                float score = 0;
                for (int c = 0; c < q[i].length; c++) {
                    score += q[i][c] * k[j][c];
                }
                weights[i][j] = scale * score;
                largest = Math.max(largest, weights[i][j]);
            }
            float sum = 0;
            for (int j = 0; j <= i; j++) {
                weights[i][j] = (float) Math.exp(weights[i][j] - largest);
                sum += weights[i][j];
            }
            for (int j = 0; j <= i; j++) {
                for (int c = 0; c < averages[i].length; c++) {
                    averages[i][c] += weights[i][j] / sum * v[j][c];
                }
            }
        });
        return averages;
    }
}
