package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Parser;
import keops.program.Evaluator;
import keops.program.Lower;
import keops.program.Program;
import keops.program.ProgramBuilder;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scales of exponents, chains of products and distances by products: equal values, fewer operations per pair. */
class ExponentRewritesTest {
    private static final long SEED = 5;
    private static final String[] ALIASES = {"x = Vi(3)", "y = Vj(3)", "u = Vi(30)", "v = Vj(30)", "b = Vj(2)",
            "g = Pm(1)"};

    private static Program program(String formula) {
        return Lower.apply(List.of(Parser.parse(formula, Declarations.of(ALIASES))), Category.I);
    }

    private static Program scaled(Program program) {
        return Pipeline.of(new ScaleExponents(false), new OrderProducts(), Contract.all(), ShortenChains.all(),
                new DropRounded())
                .apply(program);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Exp(-SqDist(x,y))", "Exp(-SqDist(x,y) / 7) * b", "Exp(SqDist(x,y) * 0.5)", "Exp(-3 * (0.25 * SqDist(x,y)))",
        "Grad(Exp(-SqDist(x,y)) * b, x, Vi(6,2))", "Exp(-SqDist(x,y)) + Exp(-SqDist(x,y) / 2)",
        "Exp(-SqDist(u,v) / 50)",
        "Exp(-g * SqDist(x,y))", "Exp(-SqDist(x,x))", "Exp(-Square(Elem(x,0) - Elem(y,1)))", "Exp(-SqDist(2*x,y) * 0)",
        "Exp(-(SqDist(x,y) + 1))", "Exp(-SqDist(x,y)) * Sin(x - y)", "-(x|y)", "(x|y) + 1 - (x|b[0:1])"
    })
    void valuesStayTheSame(String formula) {
        Program plain = program(formula);
        same(formula, plain, scaled(plain), 1e-12);
        same(formula, plain, Pipeline.of(new ScaleExponents(false), new DistanceProducts()).apply(plain), 1e-12);
        same(formula, plain, scaled(new Unfold(30).apply(plain)), 1e-12);
    }

    @Test
    void sumsWrittenOutShareTheirTermsAndStartFromWhatIsAdded() {
        Program plain = program("Grad(Exp(-SqDist(u,v)), u, g)");
        Program unfolded = new Unfold(30).apply(plain);
        assertTrue(unfolded.values().stream().noneMatch(Scalar.Fold.class::isInstance));
        assertEquals(plain, new Unfold(29).apply(plain));
        // The 30 differences of the distance are those of the gradient.
        assertTrue(work(scaled(unfolded)) <= work(scaled(plain)) - 30, work(scaled(unfolded)) + " of "
                + work(scaled(plain)));
    }

    @Test
    void scalingSavesAMultiplicationPerPair() {
        Program plain = program("Exp(-SqDist(x,y)) * b");
        assertEquals(work(Pipeline.of(new OrderProducts(), Contract.all()).apply(plain)) - 1, work(scaled(plain)));
    }

    /** Operations per pair, without the signs of operands, which cost nothing. */
    static long work(Program program) {
        List<Stage> stages = program.stages();
        long signs = 0;
        for (int v = 0; v < stages.size(); v++) {
            boolean isSign = program.values().get(v) instanceof Scalar.Unary(UnaryFunction function, int _)
                    && function == UnaryFunction.NEGATE;
            signs += isSign && stages.get(v) == Stage.PAIR ? 1 : 0;
        }
        return program.operationsPerPair() - signs;
    }

    @Test
    void anExponentThatIsAnOutputBecomesALogarithm() {
        Program powers = Pipeline.of(new ScaleExponents(true), new BinaryPowers(1), Contract.ofPowers(),
                ShortenChains.afterFirst(), new DropRounded()).apply(program("-SqDist(x,y)"));
        Program direct = Pipeline.of(new BinaryPowers(1), Contract.ofPowers()).apply(program("-SqDist(x,y)"));
        same("exponent and power", direct, powers, 1e-12);
        assertTrue(powers.values().stream().noneMatch(value ->
                value instanceof Scalar.Unary(UnaryFunction function, int _) && function == UnaryFunction.LOG));
    }

    @Test
    void aChainStartsFromWhatIsAdded() {
        var builder = ProgramBuilder.unlimited();
        int[] a = new int[4];
        for (int k = 0; k < 4; k++) {
            a[k] = builder.load(0, k, k % 2 == 0 ? Stage.ROW : Stage.COLUMN);
        }
        int start = builder.load(1, 0, Stage.COLUMN);
        int chain = builder.fma(a[0], a[1], builder.multiply(a[2], a[3]));
        Program plain = builder.build(List.of(builder.add(builder.negate(chain), start)));
        Program shorter = Pipeline.of(ShortenChains.all(), new DropRounded()).apply(plain);
        same("chain", plain, shorter, 1e-15);
        assertTrue(shorter.values().getLast() instanceof Scalar.Fma last
                && shorter.values().get(last.c()) instanceof Scalar.Fma, shorter.toString());
    }

    @Test
    void aDistanceByProductsHasOneOperationPerComponent() {
        Program plain = program("SqDist(u,v)");
        long saved = plain.operationsPerPair() - new DistanceProducts().apply(plain).operationsPerPair();
        assertTrue(saved >= 30 - 4, saved + " operations are saved");
    }

    private static void same(String what, Program expected, Program actual, double tolerance) {
        var random = new SplittableRandom(SEED);
        double[] numbers = random.doubles(200, -1, 1).toArray();
        UnaryOperator<String> message = name -> what + " " + name + " seed " + SEED;
        double[] first = values(expected, numbers);
        double[] second = values(actual, numbers);
        assertEquals(first.length, second.length, message.apply("outputs"));
        for (int k = 0; k < first.length; k++) {
            assertEquals(first[k], second[k], tolerance * Math.max(1, Math.abs(first[k])), message.apply("output "
                    + k));
        }
    }

    private static double[] values(Program program, double[] numbers) {
        var evaluator = new Evaluator(program);
        evaluator.compute(EnumSet.complementOf(EnumSet.of(Stage.CONSTANT)), new Evaluator.Inputs() {
            @Override
            public double load(Scalar.Load load) {
                return numbers[load.argument() * 30 + load.component()];
            }

            @Override
            public double index(Stage stage) {
                return 3;
            }

            @Override
            public double supplied(Scalar.Supplied supplied) {
                return 0.5;
            }
        });
        return program.outputs().stream().mapToDouble(evaluator::value).toArray();
    }
}
