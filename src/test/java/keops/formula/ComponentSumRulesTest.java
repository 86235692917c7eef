package keops.formula;

import static keops.formula.AlgebraLine.exact;
import static keops.formula.AlgebraLine.limit;
import static keops.formula.AlgebraLine.rounded;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule of sums over components, in the order in which they are tried. */
class ComponentSumRulesTest {
    @TestFactory
    Stream<DynamicTest> numbersAndScalarsInFront() {
        return Stream.of(
                exact("Sum(s)", "s"),
                rounded("Sum(SumT(s,3))", "3 * s"),
                rounded("Sum(SumT(2 * s,3))", "6 * s"),
                rounded("Sum(-x)", "-Sum(x)"),
                rounded("Sum(s * x)", "s * Sum(x)"),
                rounded("Sum(2 * (s * x))", "2 * (s * Sum(x))"),
                limit("Sum(-x)", 0, -0.0),
                limit("Sum(s * x)", Double.MAX_VALUE, Double.POSITIVE_INFINITY),
                limit("Sum(0.1 * x)", Double.MAX_VALUE, Double.POSITIVE_INFINITY));
    }

    @TestFactory
    Stream<DynamicTest> vectors() {
        return Stream.of(
                exact("Sum(x * x)", "SqNorm2(x)"),
                rounded("Sum(x * (s * y + z))", "s * (x | y) + (x | z)"),
                rounded("Sum(x * (s * y - z))", "s * (x | y) - (x | z)"),
                rounded("Sum((s * y + x) * x)", "s * (x | y) + SqNorm2(x)"),
                rounded("Sum(x * (y - z))", "x | y - z"),
                exact("Sum(x * y)", "x | y"),
                exact("Sum(ExtractT(s,1,3))", "s"),
                exact("Sum(Exp(x))", "Sum(Exp(x))"));
    }
}
