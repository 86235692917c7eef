package keops.formula;

import static keops.formula.AlgebraLine.exact;
import static keops.formula.AlgebraLine.limit;
import static keops.formula.AlgebraLine.rounded;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule of selections, in the order in which they are tried. */
class SelectionRulesTest {
    @TestFactory
    Stream<DynamicTest> branches() {
        return Stream.of(
                exact("IfElse(s,IfElse(s,x,y),z)", "IfElse(s,x,z)"),
                exact("IfElse(s,x,IfElse(s,y,z))", "IfElse(s,x,z)"),
                exact("IfElse(s,IfElse(t,x,y),z)", "IfElse(s,IfElse(t,x,y),z)"),
                exact("IfElse(s,0,Zero(3))", "Zero(3)"),
                exact("IfElse(s,x,x)", "x"),
                exact("IfElse(x,s,s)", "SumT(s,3)"));
    }

    /** What vanishes takes no components with it. */
    @TestFactory
    Stream<DynamicTest> branchesOfOtherDimensions() {
        return Stream.of(
                exact("IfElse(s,IfElse(s,t,x),u)", "SumT(IfElse(s,t,u),3)"),
                exact("IfElse(s,t,Zero(3))", "SumT(IfElse(s,t,0),3)"),
                exact("IfElse(s,Zero(3),t)", "SumT(IfElse(s,0,t),3)"));
    }

    @TestFactory
    Stream<DynamicTest> branchesBesideZero() {
        return Stream.of(
                exact("IfElse(s,SumT(t,3),0)", "SumT(IfElse(s,t,0),3)"),
                exact("IfElse(s,0,SumT(t,3))", "SumT(IfElse(s,0,t),3)"),
                exact("IfElse(s,ExtractT(t,1,3),0)", "ExtractT(IfElse(s,t,0),1,3)"),
                exact("IfElse(s,Zero(3),ExtractT(t,1,3))", "ExtractT(IfElse(s,0,t),1,3)"),
                exact("IfElse(x,SumT(t,3),0)", "IfElse(x,SumT(t,3),0)"),
                exact("IfElse(s,2 * x,0)", "2 * IfElse(s,x,0)"),
                exact("IfElse(s,0,2 * x)", "2 * IfElse(s,0,x)"),
                rounded("IfElse(s,-x,0)", "-IfElse(s,x,0)"),
                limit("IfElse(s,-t,0)", -1, -0.0),
                exact("IfElse(s,2,0)", "IfElse(s,2,0)"),
                exact("IfElse(s,x,Zero(3))", "IfElse(s,x,0)"),
                exact("IfElse(s,x,y)", "IfElse(s,x,y)"));
    }
}
