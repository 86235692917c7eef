package keops.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.tensor.DType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Contractions of random tensors against sums over all index tuples, which know nothing of strides. */
class TensorDotTest {
    private static final Sample.Way WAY = new Sample.Way(Backend.REFERENCE, DType.FLOAT64, false);

    private final Random random = new Random(7);

    @TestFactory
    Stream<DynamicTest> contractions() {
        return IntStream.range(0, 200).mapToObj(n -> sample()).map(sample ->
                DynamicTest.dynamicTest(sample.formula(), () -> sample.check(WAY)));
    }

    private Sample sample() {
        int[] f = sizes();
        int[] g = sizes();
        List<Integer> fAxes = shuffled(f.length);
        List<Integer> gAxes = shuffled(g.length);
        int common = random.nextInt(Math.min(f.length, g.length) + 1);
        fAxes = fAxes.subList(0, common);
        gAxes = gAxes.subList(0, common);
        for (int k = 0; k < common; k++) {
            g[gAxes.get(k)] = f[fAxes.get(k)];
        }
        List<Integer> perm = shuffled(f.length + g.length - 2 * common);
        double[] a = numbers(product(f));
        double[] b = numbers(product(g));
        String lists = "[" + Arrays.toString(f) + "," + Arrays.toString(g) + "," + fAxes + "," + gAxes + "," + perm;
        String formula = "TensorDot(a,b," + lists.substring(1).replace(" ", "") + ")";
        return Sample.of(formula).with("a", a).with("b", b).gives(sum(f, g, fAxes, gAxes, perm, a, b));
    }

    /**
     * For each pair of index tuples that agree on the common axes, a product goes to the permuted tuple of the others.
     */
    private static double[] sum(
            int[] f, int[] g, List<Integer> fAxes, List<Integer> gAxes, List<Integer> perm, double[] a, double[] b) {
        int[] sizes = permuted(left(f, fAxes, g, gAxes), perm);
        double[] result = new double[product(sizes)];
        for (int i = 0; i < a.length; i++) {
            int[] u = tuple(i, f);
            for (int j = 0; j < b.length; j++) {
                int[] v = tuple(j, g);
                if (IntStream.range(0, fAxes.size()).allMatch(k -> u[fAxes.get(k)] == v[gAxes.get(k)])) {
                    result[index(permuted(left(u, fAxes, v, gAxes), perm), sizes)] += a[i] * b[j];
                }
            }
        }
        return result;
    }

    private static int[] left(int[] f, List<Integer> fAxes, int[] g, List<Integer> gAxes) {
        return IntStream.concat(
                        IntStream.range(0, f.length).filter(k -> !fAxes.contains(k)).map(k -> f[k]),
                        IntStream.range(0, g.length).filter(k -> !gAxes.contains(k)).map(k -> g[k]))
                .toArray();
    }

    private static int[] permuted(int[] values, List<Integer> perm) {
        int[] permuted = new int[values.length];
        for (int k = 0; k < values.length; k++) {
            permuted[perm.get(k)] = values[k];
        }
        return permuted;
    }

    private static int[] tuple(int index, int[] sizes) {
        int[] tuple = new int[sizes.length];
        int rest = index;
        for (int k = sizes.length - 1; k >= 0; k--) {
            tuple[k] = rest % sizes[k];
            rest /= sizes[k];
        }
        return tuple;
    }

    private static int index(int[] tuple, int[] sizes) {
        int index = 0;
        for (int k = 0; k < sizes.length; k++) {
            index = index * sizes[k] + tuple[k];
        }
        return index;
    }

    private int[] sizes() {
        return IntStream.range(0, 1 + random.nextInt(3)).map(k -> 1 + random.nextInt(3)).toArray();
    }

    private List<Integer> shuffled(int count) {
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers;
    }

    private double[] numbers(int count) {
        return random.ints(count, -4, 5).mapToDouble(n -> n).toArray();
    }

    private static int product(int[] sizes) {
        return Arrays.stream(sizes).reduce(1, (x, y) -> x * y);
    }
}
