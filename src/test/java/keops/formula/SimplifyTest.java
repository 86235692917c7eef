package keops.formula;

import static keops.formula.AlgebraLine.parse;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The simplifying constructors that have no list of rules. */
class SimplifyTest {
    private static final Formula X = parse("x");
    private static final Formula S = parse("s");
    private static final Formula ZERO = new Zero(3);

    private static DynamicTest is(String expected, Formula made) {
        return DynamicTest.dynamicTest(expected, () -> assertEquals(expected, made.toString()));
    }

    @TestFactory
    Stream<DynamicTest> operations() {
        return Stream.of(
                is("x", Simplify.negative(Simplify.negative(X))),
                is("(-2) * x", Simplify.negative(Simplify.times(2, X))),
                is("x - SumT(s,3)", Simplify.minus(X, S)),
                is("Square(x)", Simplify.square(Simplify.negative(X))),
                is("0.25", Simplify.inverse(new Constant(4))),
                is("Inv(0)", Simplify.inverse(new Constant(0))),
                is("Inv(1.0E-320)", Simplify.inverse(new Constant(1e-320))),
                is("s * Inv(x)", Simplify.over(S, X)),
                is("0.25 * x", Simplify.over(X, new Constant(4))));
    }

    @TestFactory
    Stream<DynamicTest> places() {
        return Stream.of(
                is("SumT(s,3)", Simplify.repeated(S, 3)),
                is("x", Simplify.repeated(X, 3)),
                is("Zero(3)", Simplify.repeated(new Constant(0), 3)),
                is("ExtractT(s,1,3)", Simplify.place(S, 1, 3)),
                is("x", Simplify.place(X, 0, 3)),
                is("Zero(3)", Simplify.place(new Zero(1), 1, 3)),
                is("Sum(x)", Simplify.linear(VectorOperators.SUM, X)),
                is("Zero(1)", Simplify.linear(VectorOperators.SUM, ZERO)));
    }
}
