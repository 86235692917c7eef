package keops.cpu.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import keops.cpu.code.ElementKind;
import keops.cpu.code.Operands;
import keops.cpu.layout.Chunk;
import keops.cpu.layout.Epilogue;
import keops.cpu.layout.Layout;
import keops.cpu.layout.Programs;
import keops.cpu.layout.Steps;
import keops.plan.Unwatched;
import keops.program.BinaryFunction;
import keops.program.Staged;
import keops.program.UnaryFunction;
import keops.reduction.SumScheme;
import org.junit.jupiter.api.Test;

/** The three forms of a pass, each on the same numbers: own kernels, shared steps, row by row. */
class PassEmitterTest {
    private static final int COLUMNS = 33;
    private static final int ROOM = 1 << 15;

    private final long seed = System.nanoTime();
    private final Programs program = new Programs();

    private double[] numbers(int salt) {
        return new Random(seed + salt).doubles(ROOM, -1, 1).toArray();
    }

    private static PassEmitter emitter(Staged staged, List<Epilogue> epilogues, int bits) {
        Layout layout = Layout.choose(ElementKind.DOUBLE, bits, staged, List.of(epilogues));
        List<Chunk> kernels = layout.kernels().getFirst();
        List<Chunk> steps = Steps.of(kernels, staged);
        int stepColumns = layout.shape().stripColumnsOfVector(Chunk.slots(List.of(steps)));
        return new PassEmitter(staged, layout.shape(), kernels, steps, stepColumns, Map.of(), false);
    }

    /** What a form leaves in the accumulators, which start from given numbers. */
    private double[] run(PassCode code, int length) {
        double[] accumulators = numbers(4);
        var operands = new Operands(numbers(1), 0, numbers(2), numbers(3), new double[ROOM], accumulators,
                new double[ROOM], new long[ROOM], Unwatched.CALL);
        code.run(operands, 0, COLUMNS, events -> assertEquals(0, events));
        return Arrays.copyOf(accumulators, length);
    }

    private void haveTheSameBits(int value, Epilogue epilogue) {
        Staged staged = program.staged(value);
        for (int bits : new int[] {128, 256}) {
            PassEmitter emitter = emitter(staged, List.of(epilogue), bits);
            int length = epilogue.accumulators() * emitter.shape().blockRows();
            double[] own = run(emitter.ownKernels(), length);
            for (Optional<PassCode> form : List.of(emitter.sharedSteps(), emitter.rowKernels())) {
                assertArrayEquals(own, run(form.orElseThrow(), length), epilogue + ", " + bits + " bits, seed " + seed);
            }
            assertTrue(IntStream.range(0, length).anyMatch(k -> own[k] != numbers(4)[k]), "something was computed");
        }
    }

    @Test
    void allFormsOfASumHaveTheSameBits() {
        int power = program.gaussian(3);
        for (SumScheme scheme : SumScheme.values()) {
            haveTheSameBits(power, new Epilogue.Sum(power, scheme));
        }
    }

    @Test
    void allFormsOfAnExtremumHaveTheSameBits() {
        int distance = program.squaredDistance(4);
        haveTheSameBits(distance, new Epilogue.Extremum(distance, true, false));
        haveTheSameBits(distance, new Epilogue.Extremum(distance, true, true));
    }

    @Test
    void allFormsOfAFoldAndOfSpilledValuesHaveTheSameBits() {
        int value = program.scalarProduct(30);
        for (int k = 0; k < 6; k++) {
            value = program.of(UnaryFunction.ATAN, program.of(BinaryFunction.ADD, value, program.column(40 + k)));
        }
        haveTheSameBits(value, new Epilogue.Sum(value, SumScheme.BLOCK));
    }

    @Test
    void aSumIsThatOfAPlainLoop() {
        int product = program.of(BinaryFunction.MULTIPLY, program.row(0), program.column(0));
        PassEmitter emitter = emitter(program.staged(product), Programs.sums(SumScheme.BLOCK, product), 128);
        int rows = emitter.shape().blockRows();
        double[] sums = run(emitter.ownKernels(), rows);
        for (int i = 0; i < rows; i++) {
            double expected = numbers(4)[i];
            for (int j = 0; j < COLUMNS; j++) {
                expected = Math.fma(numbers(1)[i], numbers(2)[j], expected);
            }
            assertEquals(expected, sums[i], "seed " + seed);
        }
    }

    @Test
    void theColumnOfAnExtremumIsTheLowestOfTies() {
        int value = program.of(UnaryFunction.FLOOR, program.of(BinaryFunction.MULTIPLY, program.row(0),
                program.column(0)));
        PassEmitter emitter = emitter(program.staged(value), List.of(new Epilogue.Extremum(value, false, true)), 256);
        int rows = emitter.shape().blockRows();
        double[] results = run(emitter.ownKernels(), 2 * rows);
        for (int i = 0; i < rows; i++) {
            double least = numbers(4)[i];
            double column = numbers(4)[rows + i];
            for (int j = COLUMNS - 1; j >= 0; j--) {
                double of = Math.floor(numbers(1)[i] * numbers(2)[j]);
                if (of <= least) {
                    least = of;
                    column = j;
                }
            }
            assertEquals(least, results[i], "seed " + seed);
            assertEquals(column, results[rows + i], "seed " + seed);
        }
    }

    @Test
    void candidatesAreReportedForWholeVectorsOnly() {
        int value = program.of(BinaryFunction.MULTIPLY, program.row(0), program.column(0));
        int threshold = program.supplied(0);
        PassEmitter emitter = emitter(
                program.staged(value, threshold), List.of(new Epilogue.Candidates(value, threshold, 0)), 128);
        assertTrue(emitter.rowKernels().isEmpty());
        double[] rows = new double[ROOM];
        Arrays.fill(rows, 0, emitter.shape().blockRows(), 1);
        Arrays.fill(rows, emitter.shape().blockRows(), 2 * emitter.shape().blockRows(), 0.5);
        double[] columns = new double[ROOM];
        for (int j = 0; j < COLUMNS; j++) {
            columns[j] = j % 3 == 0 ? 0.25 : 0.5;
        }
        long[] events = new long[ROOM];
        double[] reported = new double[ROOM];
        var operands = new Operands(
                rows, 0, columns, new double[1], new double[ROOM], reported, new double[1], events, Unwatched.CALL);
        int vectors = emitter.shape().rowVectors();
        emitter.ownKernels().run(operands, 0, COLUMNS, count -> assertEquals(vectors * COLUMNS / 3, count));
        assertEquals(0, (int) events[0]);
        assertEquals(3, (int) events[vectors]);
        assertEquals(0.25, reported[0]);
    }
}
