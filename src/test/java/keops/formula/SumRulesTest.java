package keops.formula;

import static keops.formula.AlgebraLine.exact;
import static keops.formula.AlgebraLine.limit;
import static keops.formula.AlgebraLine.rounded;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule of sums, in the order in which they are tried. */
class SumRulesTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @TestFactory
    Stream<DynamicTest> termsAsTheyStand() {
        return Stream.of(
                rounded("x + Zero(3)", "x"),
                rounded("0 + x", "x"),
                rounded("Zero(3) + s", "SumT(s,3)"),
                limit("s + 0", -0.0, -0.0),
                exact("ExtractT(s,1,3) + ExtractT(t,1,3)", "ExtractT(s + t,1,3)"),
                exact("ExtractT(s,1,3) + ExtractT(t,2,3)", "ExtractT(s,1,3) + ExtractT(t,2,3)"),
                exact("IfElse(s,x,y) + IfElse(s,y,z)", "IfElse(s,x + y,y + z)"),
                exact("IfElse(s,t,x) + IfElse(s,u,y)", "IfElse(s,t + u,x + y)"),
                exact("IfElse(s,x,y) + IfElse(t,y,z)", "IfElse(s,x,y) + IfElse(t,y,z)"),
                exact("AtZero(s,x,y) + AtZero(s,y,z)", "AtZero(s,x + y,y + z)"),
                rounded("(s + 1) + (t + 2)", "s + t + 3"),
                rounded("(s - 2) + (t + 2)", "s + t"),
                rounded("s + 1 + (t - 3)", "s + t - 2"),
                rounded("1 + s", "s + 1"));
    }

    @TestFactory
    Stream<DynamicTest> termsThatShareSomething() {
        return Stream.of(
                exact("x + x", "2 * x"),
                rounded("x + 2 * x", "3 * x"),
                rounded("x - x", "Zero(3)"),
                limit("x - x", INF, 0, 0, 0),
                rounded("3 * x - 2 * x", "x"),
                exact("SumT(s,3) + SumT(t,3)", "SumT(s + t,3)"),
                rounded("s * x + t * x", "(s + t) * x"),
                rounded("2 * x + t * x", "(t + 2) * x"),
                rounded("s * x + s * y", "s * (x + y)"),
                rounded("s * t + s * u", "s * (t + u)"),
                rounded("Square(s) * t + s * u", "s * (s * t + u)"));
    }

    @TestFactory
    Stream<DynamicTest> earlierTerms() {
        return Stream.of(
                rounded("x + y + y", "x + 2 * y"),
                rounded("x + y + x", "2 * x + y"),
                rounded("x + y + z + x", "2 * x + y + z"),
                rounded("x + y + z - x", "y + z"));
    }

    @TestFactory
    Stream<DynamicTest> termsThatShareNothingButNumbersAndSigns() {
        return Stream.of(
                rounded("2 * x + 2 * y", "2 * (x + y)"),
                rounded("2 * x + 4 * y", "2 * (x + 2 * y)"),
                rounded("4 * x - 2 * y", "(-2) * (y - 2 * x)"),
                // 0.3 (7 / 0.3) is not 7 when it is rounded.
                exact("0.3 * x + 7 * y", "0.3 * x + 7 * y"),
                rounded("-x - y", "-(x + y)"),
                exact("x + (-y)", "x - y"),
                exact("-x + y", "y - x"),
                exact("x + y", "x + y"));
    }
}
