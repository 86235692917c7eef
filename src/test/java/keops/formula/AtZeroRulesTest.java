package keops.formula;

import static keops.formula.AlgebraLine.exact;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule of AtZero, in the order in which they are tried. */
class AtZeroRulesTest {
    private static DynamicTest line(String f, String limit, String otherwise, String right) {
        String left = "AtZero(" + f + "," + limit + "," + otherwise + ")";
        return exact(left, AlgebraLine.parse(left),
                Simplify.atZero(AlgebraLine.parse(f), AlgebraLine.parse(limit), AlgebraLine.parse(otherwise)), right);
    }

    @TestFactory
    Stream<DynamicTest> branches() {
        return Stream.of(
                line("s", "x", "AtZero(s,y,z)", "AtZero(s,x,z)"),
                line("s", "x", "AtZero(t,y,z)", "AtZero(s,x,AtZero(t,y,z))"),
                line("s", "0", "Zero(3)", "Zero(3)"),
                line("x", "0", "0", "Zero(3)"),
                line("s", "x", "y", "AtZero(s,x,y)"),
                line("s", "t", "AtZero(s,x,u)", "SumT(AtZero(s,t,u),3)"));
    }
}
