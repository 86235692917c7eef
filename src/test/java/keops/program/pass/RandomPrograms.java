package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.IntToDoubleFunction;
import keops.formula.Comparison;
import keops.program.BinaryFunction;
import keops.program.Evaluator;
import keops.program.Program;
import keops.program.ProgramBuilder;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.UnaryFunction;

/** Random programs whose values are of moderate size, and what they come to at a random pair. */
final class RandomPrograms {
    private static final int COUNT = 300;
    private static final int COMPONENTS = 5;
    private static final double LARGEST = 30;
    private static final List<Stage> LOADED = List.of(Stage.PARAMETER, Stage.ROW, Stage.COLUMN);

    private final SplittableRandom random;
    private final ProgramBuilder builder = ProgramBuilder.unlimited();
    private final List<Integer> values = new ArrayList<>();
    private final List<Double> bounds = new ArrayList<>();

    private RandomPrograms(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Runs a test on many programs. */
    static void each(BiConsumer<Long, Program> test) {
        for (long seed = 1; seed <= COUNT; seed++) {
            test.accept(seed, draw(seed));
        }
    }

    /** Checks that a pass keeps the outputs, up to rounding. */
    static void assertKeepsValues(Pass pass, double tolerance) {
        each((seed, program) -> {
            Program rewritten = verified(pass, program);
            assertSame(pass.name() + ", seed " + seed, values(seed, program), values(seed, rewritten), tolerance);
        });
    }

    /** Checks that there is nothing left to do for a pass after itself. */
    static void assertIsIdempotent(Pass pass) {
        each((seed, program) -> {
            Program once = pass.apply(program);
            assertEquals(once, pass.apply(once), () -> pass.name() + ", seed " + seed);
        });
    }

    /** What a pass makes of a program, which is well-formed. */
    static Program verified(Pass pass, Program program) {
        Verifier.verify("the random program", program);
        Program rewritten = pass.apply(program);
        Verifier.verify(pass.name(), rewritten);
        Verifier.verifyOutputs(pass.name(), rewritten, pass.outputs(program.outputs().size()));
        return rewritten;
    }

    static void assertSame(String what, double[] expected, double[] actual, double tolerance) {
        assertEquals(expected.length, actual.length, what);
        for (int k = 0; k < expected.length; k++) {
            assertEquals(expected[k], actual[k], tolerance * Math.max(1, Math.abs(expected[k])), what + ", output "
                    + k);
        }
    }

    /** The outputs at a random pair, with 0.75 for what is supplied. */
    static double[] values(long seed, Program program) {
        return values(seed, program, _ -> 0.75);
    }

    static double[] values(long seed, Program program, IntToDoubleFunction supplied) {
        double[] numbers = new SplittableRandom(seed ^ 0x5DEECE66DL).doubles(3 * COMPONENTS, -1.5, 1.5).toArray();
        var evaluator = new Evaluator(program);
        evaluator.compute(EnumSet.complementOf(EnumSet.of(Stage.CONSTANT)), new Evaluator.Inputs() {
            @Override
            public double load(Scalar.Load load) {
                return numbers[load.argument() * COMPONENTS + load.component()];
            }

            @Override
            public double index(Stage stage) {
                return stage == Stage.ROW ? 3 : 5;
            }

            @Override
            public double supplied(Scalar.Supplied value) {
                return supplied.applyAsDouble(value.rank());
            }
        });
        return program.outputs().stream().mapToDouble(evaluator::value).toArray();
    }

    static Program draw(long seed) {
        return new RandomPrograms(seed).draw();
    }

    private Program draw() {
        for (int k = 0; k < 6; k++) {
            add(load(random.nextInt(3)), 1.5);
        }
        add(builder.index(random.nextBoolean() ? Stage.ROW : Stage.COLUMN), 5);
        for (int k = random.nextInt(4, 30); k > 0; k--) {
            addValue();
        }
        int outputs = random.nextInt(1, 4);
        return builder.build(values.subList(values.size() - outputs, values.size()));
    }

    private int load(int argument) {
        return builder.load(argument, random.nextInt(COMPONENTS), LOADED.get(argument));
    }

    /** A value, or its sine where it might be large. */
    private void add(int value, double bound) {
        boolean isLarge = bound > LARGEST;
        values.add(isLarge ? builder.sin(value) : value);
        bounds.add(isLarge ? 1 : bound);
    }

    private void addValue() {
        int p = random.nextInt(values.size());
        int q = random.nextInt(values.size());
        int a = values.get(p);
        int b = values.get(q);
        double boundA = bounds.get(p);
        double boundB = bounds.get(q);
        switch (random.nextInt(16)) {
            case 0, 1 -> add(builder.add(a, b), boundA + boundB);
            case 2 -> add(builder.subtract(a, b), boundA + boundB);
            case 3, 4, 5 -> add(builder.multiply(a, b), boundA * boundB);
            case 6 -> add(builder.divide(a, builder.add(builder.constant(2), builder.abs(b))), boundA);
            case 7 -> add(builder.negate(a), boundA);
            case 8 -> add(builder.multiply(builder.constant(random.nextInt(-8, 9) * 0.25), a), 2 * boundA);
            case 9 -> add(builder.exp(boundA > 5 ? builder.tanh(a) : a), Math.exp(Math.min(boundA, 5)));
            case 10 -> add(builder.rounded(builder.add(a, builder.multiply(a, b))), boundA * (1 + boundB));
            case 11 -> add(select(a, b), Math.max(boundA, boundB));
            case 12 -> add(exponentOfSquares(), 1);
            case 13 -> add(fold(), 1.5 * 1.5 * COMPONENTS * 4);
            case 14 -> add(builder.exp(builder.multiply(builder.constant(-0.5), squaredDistance())), 1);
            default -> add(builder.unary(random.nextBoolean() ? UnaryFunction.COS : UnaryFunction.ATAN, a), 2);
        }
    }

    /** A choice whose sides differ by more than rounding, or not at all. */
    private int select(int a, int b) {
        int row = builder.load(1, 0, Stage.ROW);
        int column = builder.load(2, 0, Stage.COLUMN);
        return builder.select(Comparison.LESS, row, column, a, b);
    }

    /** {@code exp(-c ((x - y)^2 + ...))}, written out. */
    private int exponentOfSquares() {
        int sum = -1;
        for (int k = random.nextInt(1, 4); k > 0; k--) {
            int difference = builder.subtract(
                    builder.load(1, k, Stage.ROW), builder.load(2, k, Stage.COLUMN));
            int square = builder.multiply(difference, difference);
            sum = sum < 0 ? square : builder.add(sum, square);
        }
        return builder.exp(builder.divide(builder.negate(sum), builder.constant(random.nextInt(1, 5))));
    }

    private List<Integer> stream(int argument) {
        var stream = new ArrayList<Integer>();
        for (int k = 0; k < COMPONENTS; k++) {
            stream.add(builder.load(argument, k, LOADED.get(argument)));
        }
        return stream;
    }

    private int squaredDistance() {
        var body = ProgramBuilder.unlimited();
        int difference = body.subtract(body.load(0, 0, Stage.ROW), body.load(1, 0, Stage.COLUMN));
        return builder.add(new Scalar.Fold(
                List.of(stream(1), stream(2)), List.of(), body.build(List.of(body.multiply(difference, difference)))));
    }

    /** {@code sum_k (x_k t) y_k}, with a scalar t. */
    private int fold() {
        var body = ProgramBuilder.unlimited();
        int scalar = values.get(random.nextInt(6));
        int t = body.add(new Scalar.Supplied(0, builder.stage(scalar)));
        int product = body.multiply(body.multiply(body.load(0, 0, Stage.ROW), t), body.load(1, 0, Stage.COLUMN));
        int term = random.nextBoolean() ? product : body.binary(BinaryFunction.SUBTRACT, product, t);
        return builder.add(new Scalar.Fold(List.of(stream(1), stream(2)), List.of(scalar), body.build(List.of(term))));
    }
}
