package keops.examples.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention beside its definition in doubles. Sequences of 600 tokens take several blocks. */
class AttentionTest {
    private static final long SEED = 20262;
    private static final int SIZE = 8;
    private static final int VALUE_SIZE = 3;
    private static final double STEP = 1e-5;

    private static Tensor random(int rows, int columns, Random random) {
        return Tensor.of(random.doubles((long) rows * columns, -2, 2).toArray(), rows, columns);
    }

    private static Tensor inFloats(Tensor tensor) {
        return tensor.converted(DType.FLOAT32, Arena.ofAuto());
    }

    private static double[] expected(int i, boolean isCausal, double[][] q, double[][] k, double[][] v) {
        double sum = 0;
        double[] average = new double[v[0].length];
        for (int j = 0; j < (isCausal ? i + 1 : k.length); j++) {
            double score = 0;
            for (int c = 0; c < q[i].length; c++) {
                score += q[i][c] * k[j][c];
            }
            double weight = Math.exp(score / Math.sqrt(q[i].length));
            sum += weight;
            for (int c = 0; c < average.length; c++) {
                average[c] += weight * v[j][c];
            }
        }
        double total = sum;
        return Arrays.stream(average).map(each -> each / total).toArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void averagesAreThoseOfTheDefinition(boolean isCausal) {
        for (int length : new int[] {5, 600}) {
            var random = new Random(SEED);
            Tensor q = random(length, SIZE, random);
            Tensor k = random(length, SIZE, random);
            Tensor v = random(length, VALUE_SIZE, random);
            double[][] averages = Attention.of(SIZE, VALUE_SIZE, isCausal).call(q, k, v).toMatrix();
            for (int i = 0; i < length; i++) {
                assertArrayEquals(expected(i, isCausal, q.toMatrix(), k.toMatrix(), v.toMatrix()), averages[i], 1e-12,
                        "row " + i + " of " + length + ", seed " + SEED);
            }
        }
    }

    @Test
    void theFutureChangesNoBitOfThePast() {
        int length = 600;
        int changed = 400;
        var random = new Random(SEED);
        List<Tensor> before = Stream.of(SIZE, SIZE, VALUE_SIZE)
                .map(size -> inFloats(random(length, size, random))).toList();
        Attention attention = Attention.of(SIZE, VALUE_SIZE, true);
        int[] first = bits(attention.call(before.get(0), before.get(1), before.get(2)));
        List<Tensor> after = before.stream().map(tensor -> {
            Tensor copy = tensor.toHost(Arena.ofAuto());
            for (long k = copy.size(1) * changed; k < copy.count(); k++) {
                copy.setDoubleAt(k, 10 * random.nextGaussian());
            }
            return copy;
        }).toList();
        int[] second = bits(attention.call(after.get(0), after.get(1), after.get(2)));
        int past = changed * VALUE_SIZE;
        assertArrayEquals(Arrays.copyOf(first, past), Arrays.copyOf(second, past));
        assertNotEquals(first[past], second[past]);
    }

    private static int[] bits(Tensor tensor) {
        float[] values = tensor.toFloatArray();
        int[] bits = new int[values.length];
        Arrays.setAll(bits, k -> Float.floatToRawIntBits(values[k]));
        return bits;
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 300})
    void gradientsOfTwoHeadsAreThoseOfDifferences(int length) {
        var random = new Random(SEED + 1);
        Attention attention = Attention.of(SIZE, VALUE_SIZE, true);
        Tensor mixing = random(2 * VALUE_SIZE, 2, random);
        List<Tensor> parameters = Stream.concat(Stream.of(SIZE, SIZE, VALUE_SIZE, SIZE, SIZE, VALUE_SIZE)
                .map(size -> random(4, size, random)), Stream.of(mixing)).toList();
        Tensor tokens = random(length, 4, random);
        try (var tape = new Tape()) {
            List<TapeVariable> variables = parameters.stream().map(tape::variable).toList();
            loss(attention, tape, tokens, variables).backward();
            for (int number = 0; number < parameters.size(); number++) {
                Tensor parameter = parameters.get(number);
                long k = random.nextLong(parameter.count());
                double before = parameter.doubleAt(k);
                double difference = 0;
                for (int sign : new int[] {1, -1}) {
                    parameter.setDoubleAt(k, before + sign * STEP);
                    try (var other = new Tape()) {
                        List<TapeVariable> moved = parameters.stream().map(other::constant).toList();
                        difference += sign * loss(attention, other, tokens, moved).item();
                    }
                }
                parameter.setDoubleAt(k, before);
                assertEquals(difference / (2 * STEP), variables.get(number).gradient().doubleAt(k), 1e-6,
                        "parameter " + number + ", number " + k + ", seed " + SEED);
            }
        }
    }

    private static TapeVariable loss(Attention attention, Tape tape, Tensor tokens, List<TapeVariable> parameters) {
        return attention.heads(tape.constant(tokens), parameters).square().mean();
    }

    @Test
    void theMatrixOfWeightsGivesTheSame() {
        var random = new Random(SEED + 2);
        List<Tensor> tensors = Stream.of(SIZE, SIZE, VALUE_SIZE)
                .map(size -> inFloats(random(100, size, random))).toList();
        List<float[][]> rows = tensors.stream().map(AttentionTest::rows).toList();
        Tensor averages = Attention.of(SIZE, VALUE_SIZE, true).call(tensors.get(0), tensors.get(1), tensors.get(2));
        float[][] dense = Dense.attend(rows.get(0), rows.get(1), rows.get(2));
        for (int i = 0; i < dense.length; i++) {
            assertArrayEquals(rows(averages)[i], dense[i], 1e-5f);
        }
    }

    private static float[][] rows(Tensor tensor) {
        return Arrays.stream(tensor.toMatrix()).map(row -> {
            float[] floats = new float[row.length];
            for (int c = 0; c < row.length; c++) {
                floats[c] = (float) row[c];
            }
            return floats;
        }).toArray(float[][]::new);
    }
}
