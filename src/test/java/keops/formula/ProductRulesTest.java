package keops.formula;

import static keops.formula.AlgebraLine.exact;
import static keops.formula.AlgebraLine.limit;
import static keops.formula.AlgebraLine.rounded;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule of products, in the order in which they are tried. */
class ProductRulesTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @TestFactory
    Stream<DynamicTest> placed() {
        return Stream.of(
                rounded("x * ExtractT(s,1,3)", "ExtractT(Extract(x,1,1) * s,1,3)"),
                rounded("ExtractT(s,1,3) * x", "ExtractT(Extract(x,1,1) * s,1,3)"),
                rounded("t * ExtractT(s,1,3)", "ExtractT(t * s,1,3)"),
                rounded("ExtractT(s,0,3) * ExtractT(t,0,3)", "ExtractT(s * t,0,3)"),
                rounded("ExtractT(s,0,3) * ExtractT(t,1,3)", "Zero(3)"),
                // The zeros beside are zeros whatever they are multiplied with.
                limit("x * ExtractT(s,1,3)", INF, 0, INF, 0));
    }

    @TestFactory
    Stream<DynamicTest> normalForm() {
        return Stream.of(
                rounded("0 * x", "Zero(3)"),
                rounded("Zero(3) * s", "Zero(3)"),
                limit("0 * x", INF, 0, 0, 0),
                limit("0 * s", Double.NaN, 0),
                exact("1 * x", "x"),
                exact("(-1) * x", "-x"),
                exact("-(-x)", "x"),
                exact("(-x) * y", "-(x * y)"),
                exact("x * (-y)", "-(x * y)"),
                exact("(-x) * (-y)", "x * y"),
                rounded("3 * (2 * x)", "6 * x"),
                rounded("0.5 * (2 * x)", "x"),
                rounded("(2 * x) * s", "2 * s * x"),
                rounded("(s * x) * (t * y)", "s * t * (x * y)"),
                exact("SumT(s,3) * x", "s * x"),
                exact("SumT(s,3) * SumT(t,3)", "SumT(s * t,3)"),
                exact("x * x", "Square(x)"),
                exact("(-x) * (-x)", "Square(x)"),
                rounded("s * t * s", "Square(s) * t"));
    }

    /** Numbers whose product is infinite stay apart. */
    @TestFactory
    Stream<DynamicTest> noRule() {
        return Stream.of(exact("1e200 * (1e200 * s)", "1.0E200 * (1.0E200 * s)"), exact("s * t", "s * t"));
    }
}
