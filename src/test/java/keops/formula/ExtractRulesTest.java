package keops.formula;

import static keops.formula.AlgebraLine.exact;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each rule of components, in the order in which they are tried. */
class ExtractRulesTest {
    @TestFactory
    Stream<DynamicTest> whatIsKnown() {
        return Stream.of(
                exact("Extract(x,0,3)", "x"),
                exact("Extract(Zero(3),1,2)", "Zero(2)"),
                exact("Extract(SumT(s,3),1,1)", "s"),
                exact("Extract(SumT(s,3),1,2)", "SumT(s,2)"),
                exact("Extract(Extract(x,1,2),1,1)", "Extract(x,2,1)"),
                exact("Extract(ExtractT(s,2,3),0,2)", "Zero(2)"),
                exact("Extract(ExtractT(s,0,3),1,2)", "Zero(2)"),
                exact("Extract(ExtractT(s,2,3),2,1)", "s"),
                exact("Extract(ExtractT(x,1,5),2,2)", "Extract(x,1,2)"),
                exact("Extract(ExtractT(x,1,5),0,2)", "Extract(ExtractT(x,1,5),0,2)"),
                exact("Extract(Concat(x,s),3,1)", "s"),
                exact("Extract(Concat(s,x),2,2)", "Extract(x,1,2)"),
                exact("Extract(Concat(s,x),0,2)", "Extract(Concat(s,x),0,2)"),
                exact("Extract(Exp(x),0,1)", "Extract(Exp(x),0,1)"),
                exact("Extract(x,0,1)", "Extract(x,0,1)"));
    }

    @TestFactory
    Stream<DynamicTest> componentsOfOperations() {
        return Stream.of(
                exact("Extract(-x,1,2)", "-Extract(x,1,2)"),
                exact("Extract(IfElse(s,x,y),1,2)", "IfElse(s,Extract(x,1,2),Extract(y,1,2))"),
                exact("Extract(IfElse(x,y,z),1,2)", "Extract(IfElse(x,y,z),1,2)"),
                exact("Extract(IfElse(s,t,x),1,2)", "IfElse(s,t,Extract(x,1,2))"),
                exact("Extract(IfElse(s,t,Concat(u,Zero(2))),1,2)", "SumT(IfElse(s,t,0),2)"),
                exact("Extract(AtZero(s,x,y),1,2)", "AtZero(s,Extract(x,1,2),Extract(y,1,2))"),
                exact("Extract(AtZero(s,t,x),1,2)", "AtZero(s,t,Extract(x,1,2))"),
                exact("Extract(x * y,1,2)", "Extract(x,1,2) * Extract(y,1,2)"),
                exact("Extract(s * x,0,1)", "s * Extract(x,0,1)"),
                exact("Extract(x + y,1,2)", "Extract(x,1,2) + Extract(y,1,2)"),
                exact("Extract(x - y,1,2)", "Extract(x,1,2) - Extract(y,1,2)"));
    }
}
