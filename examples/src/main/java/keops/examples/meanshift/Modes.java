package keops.examples.meanshift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import keops.tensor.Tensor;

/**
 * Where points end that climbed a density. Ends that are close together are one mode: the densest of them.
 *
 * @param modes the modes, (K, 3), that of most points first
 * @param labels the mode of each point, (N)
 * @param counts how many points each mode has
 */
record Modes(Tensor modes, Tensor labels, List<Integer> counts) {
    /**
     * Joins ends.
     *
     * @param ends where points ended, (N, 3)
     * @param heights the density there, or its logarithm: (N, 1)
     * @param distance ends that are closer are one mode
     */
    static Modes of(Tensor ends, Tensor heights, double distance) {
        double[][] rows = ends.toMatrix();
        int[] found = new int[rows.length];
        List<Integer> tops = new ArrayList<>();
        IntStream.range(0, rows.length).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -heights.doubleAt(i)))
                .forEach(i -> {
                    int mode = IntStream.range(0, tops.size())
                            .filter(m -> distance(rows[i], rows[tops.get(m)]) < distance)
                            .findFirst().orElse(tops.size());
                    if (mode == tops.size()) {
                        tops.add(i);
                    }
                    found[i] = mode;
                });
        int[] counts = new int[tops.size()];
        for (int mode : found) {
            counts[mode]++;
        }
        int[] order = IntStream.range(0, counts.length).boxed()
                .sorted(Comparator.comparingInt((Integer m) -> -counts[m]))
                .mapToInt(Integer::intValue).toArray();
        long[] rank = new long[order.length];
        float[][] modes = new float[order.length][3];
        List<Integer> sorted = new ArrayList<>();
        for (int m = 0; m < order.length; m++) {
            rank[order[m]] = m;
            sorted.add(counts[order[m]]);
            for (int d = 0; d < 3; d++) {
                modes[m][d] = (float) rows[tops.get(order[m])][d];
            }
        }
        long[] labels = IntStream.of(found).mapToLong(m -> rank[m]).toArray();
        return new Modes(Tensor.of(modes), Tensor.of(labels, labels.length), List.copyOf(sorted));
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    }
}
