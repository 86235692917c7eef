package keops.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule of the simplifying constructors, as its line of algebra. */
class SimplifyTest {
    private static final String[] ALIASES = {"x = Vi(3)", "y = Vj(3)", "s = Vi(1)", "t = Pm(1)"};
    private static final Formula X = parse("x");
    private static final Formula Y = parse("y");
    private static final Formula S = parse("s");
    private static final Formula T = parse("t");
    private static final Formula ZERO = new Zero(3);
    private static final Formula TWO = new Constant(2);

    private static Formula parse(String text) {
        return Formula.parse(text, ALIASES);
    }

    private static DynamicTest is(String expected, Formula made) {
        return DynamicTest.dynamicTest(expected, () -> assertEquals(expected, made.toString()));
    }

    @TestFactory
    Stream<DynamicTest> products() {
        return Stream.of(
                is("Zero(3)", Simplify.times(ZERO, X)),
                is("Zero(3)", Simplify.times(new Constant(0), X)),
                is("x", Simplify.times(1, X)),
                is("-x", Simplify.times(-1, X)),
                is("x", Simplify.negative(Simplify.negative(X))),
                is("6 * x", Simplify.times(3, Simplify.times(2, X))),
                is("x", Simplify.times(0.5, Simplify.times(2, X))),
                is("-(x * y)", Simplify.times(Simplify.negative(X), Y)),
                is("x * y", Simplify.times(Simplify.negative(X), Simplify.negative(Y))),
                is("Square(x)", Simplify.times(X, X)),
                is("Square(s) * t", Simplify.times(Simplify.times(S, T), S)),
                is("s * t * (x * y)", Simplify.times(Simplify.times(S, X), Simplify.times(T, Y))),
                is("2 * s * x", Simplify.times(Simplify.times(TWO, X), S)),
                is("s * x", Simplify.times(Simplify.repeated(S, 3), X)),
                is("SumT(s * t,3)", Simplify.times(Simplify.repeated(S, 3), Simplify.repeated(T, 3))),
                is("ExtractT(Extract(x,1,1) * s,1,3)", Simplify.times(X, Simplify.place(S, 1, 3))));
    }

    @TestFactory
    Stream<DynamicTest> sums() {
        return Stream.of(
                is("x", Simplify.plus(X, ZERO)),
                is("SumT(s,3)", Simplify.plus(ZERO, S)),
                is("2 * x", Simplify.plus(X, X)),
                is("Zero(3)", Simplify.minus(X, X)),
                is("3 * x", Simplify.plus(X, Simplify.times(2, X))),
                is("x - y", Simplify.plus(X, Simplify.negative(Y))),
                is("y - x", Simplify.plus(Simplify.negative(X), Y)),
                is("-(x + y)", Simplify.minus(Simplify.negative(X), Y)),
                is("2 * (x + y)", Simplify.plus(Simplify.times(2, X), Simplify.times(2, Y))),
                is("2 * (x + 2 * y)", Simplify.plus(Simplify.times(2, X), Simplify.times(4, Y))),
                is("s * (x + y)", Simplify.plus(Simplify.times(S, X), Simplify.times(S, Y))),
                is("(s + t) * x", Simplify.plus(Simplify.times(S, X), Simplify.times(T, X))),
                is("s + t + 3", Simplify.plus(Simplify.plus(S, new Constant(1)), Simplify.plus(T, TWO))),
                is("s + t", Simplify.plus(Simplify.plus(S, new Constant(-2)), Simplify.plus(T, TWO))),
                is("2 * x + y", Simplify.plus(Simplify.plus(X, Y), X)),
                is("SumT(s + t,3)", Simplify.plus(Simplify.repeated(S, 3), Simplify.repeated(T, 3))),
                is("ExtractT(s + t,1,3)", Simplify.plus(Simplify.place(S, 1, 3), Simplify.place(T, 1, 3))));
    }

    @TestFactory
    Stream<DynamicTest> sumsOfComponents() {
        return Stream.of(
                is("3 * s", Simplify.sum(Simplify.repeated(S, 3))),
                is("s", Simplify.sum(S)),
                is("-Sum(x)", Simplify.sum(Simplify.negative(X))),
                is("s * Sum(x)", Simplify.sum(Simplify.times(S, X))),
                is("x | y", Simplify.sum(Simplify.times(X, Y))),
                is("SqNorm2(x)", Simplify.sum(Simplify.times(X, X))),
                is("s", Simplify.sum(Simplify.place(S, 1, 3))),
                is("x | x - y", Simplify.sum(Simplify.times(X, parse("x - y")))),
                is("s * (x | y) + SqNorm2(x)", Simplify.sum(Simplify.times(X, parse("s * y + x")))));
    }

    @TestFactory
    Stream<DynamicTest> components() {
        return Stream.of(
                is("x", Simplify.extract(X, 0, 3)),
                is("s", Simplify.extract(Simplify.repeated(S, 3), 1, 1)),
                is("Extract(x,2,1)", Simplify.extract(Simplify.extract(X, 1, 2), 1, 1)),
                is("s", Simplify.extract(parse("Concat(x,s)"), 3, 1)),
                is("Extract(x,1,2)", Simplify.extract(parse("Concat(s,x)"), 2, 2)),
                is("Zero(2)", Simplify.extract(Simplify.place(S, 2, 3), 0, 2)),
                is("s", Simplify.extract(Simplify.place(S, 2, 3), 2, 1)),
                is("s * Extract(x,0,1)", Simplify.extract(parse("s * x"), 0, 1)),
                is("Extract(Exp(x),0,1)", Simplify.extract(parse("Exp(x)"), 0, 1)),
                is("Zero(3)", Simplify.choose(S, ZERO, new Constant(0))));
    }
}
