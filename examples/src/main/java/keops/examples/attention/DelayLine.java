package keops.examples.attention;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import keops.autograd.Adam;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.tensor.Tensor;

/**
 * A task for two heads: of random signals, the mean of what they were some steps ago and of what they were many steps
 * ago. Tokens are a signal, and the sines and cosines of the position.
 */
final class DelayLine {
    /** How many steps ago each half of the answer was. */
    static final int[] DELAYS = {3, 12};
    static final int LENGTH = 96;
    static final int HEADS = 2;
    /** That of the mean of two signals: the error of one who answers 0. */
    static final double VARIANCE = 0.5;
    private static final int CHANNELS = 4;
    private static final int WAVES = 12;
    private static final int SIZE = 2 * WAVES;
    private static final double LONGEST = 100;
    private static final double RATE = 0.02;

    private final Random random;
    private final Attention attention = Attention.of(SIZE, CHANNELS, true);
    /** The numbers that are learned: see {@link Attention#heads}. */
    private final List<Tensor> parameters = new ArrayList<>();
    private final Adam adam;

    DelayLine(Random random) {
        this.random = random;
        int width = CHANNELS + SIZE;
        for (int head = 0; head < HEADS; head++) {
            parameters.add(weights(width, SIZE));
            parameters.add(weights(width, SIZE));
            parameters.add(weights(width, CHANNELS));
        }
        parameters.add(weights(HEADS * CHANNELS, CHANNELS));
        adam = new Adam(parameters, RATE);
    }

    private Tensor weights(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) (random.nextGaussian() / Math.sqrt(rows));
        }
        return Tensor.of(values, rows, columns);
    }

    /** Signals of unit variance and positions: (N, 4 + 24). */
    Tensor tokens() {
        float[][] tokens = new float[LENGTH][CHANNELS + SIZE];
        for (int t = 0; t < LENGTH; t++) {
            for (int c = 0; c < CHANNELS; c++) {
                tokens[t][c] = (float) random.nextGaussian();
            }
            for (int w = 0; w < WAVES; w++) {
                double angle = t * Math.pow(LONGEST, -(double) w / WAVES);
                tokens[t][CHANNELS + 2 * w] = (float) Math.sin(angle);
                tokens[t][CHANNELS + 2 * w + 1] = (float) Math.cos(angle);
            }
        }
        return Tensor.of(tokens);
    }

    /** The right answer, from the first token on whose past is long enough. */
    static Tensor answer(Tensor tokens) {
        float[][] answer = new float[LENGTH - DELAYS[1]][CHANNELS];
        for (int row = 0; row < answer.length; row++) {
            for (int c = 0; c < CHANNELS; c++) {
                int t = row + DELAYS[1];
                double sum = tokens.getDouble(t - DELAYS[0], c) + tokens.getDouble(t - DELAYS[1], c);
                answer[row][c] = (float) (sum / 2);
            }
        }
        return Tensor.of(answer);
    }

    /** The mean squared error of the answer. */
    TapeVariable loss(TapeVariable tokens, List<TapeVariable> p) {
        TapeVariable given = attention.heads(tokens, p).slice(0, DELAYS[1], LENGTH);
        return given.minus(tokens.tape().constant(answer(tokens.value()))).square().mean();
    }

    /** The weights that a head gives, (N, N): the values are the rows of the identity. */
    Tensor map(int head, Tensor tokens) {
        float[][] identity = new float[LENGTH][LENGTH];
        for (int j = 0; j < LENGTH; j++) {
            identity[j][j] = 1;
        }
        try (var tape = new Tape()) {
            TapeVariable x = tape.constant(tokens);
            return Attention.of(SIZE, LENGTH, true).call(
                    x.matmul(tape.constant(parameters.get(3 * head))).value(),
                    x.matmul(tape.constant(parameters.get(3 * head + 1))).value(), Tensor.of(identity));
        }
    }

    /** The mean weight of what was so many steps ago. */
    static double weight(Tensor map, int delay) {
        double sum = 0;
        for (int i = delay; i < LENGTH; i++) {
            sum += map.getDouble(i, i - delay);
        }
        return sum / (LENGTH - delay);
    }

    /** The delay of the largest mean weight. */
    static int delay(Tensor map) {
        return IntStream.range(0, LENGTH / 2).boxed()
                .max(Comparator.comparingDouble(delay -> weight(map, delay))).orElseThrow();
    }

    /** Learns from a new signal, and returns the error before. */
    double step() {
        Tensor tokens = tokens();
        return adam.step((tape, p) -> loss(tape.constant(tokens), p));
    }
}
