package keops.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is printed reads back to the same formula. */
class PrinterTest {
    private static final Formula X = new Variable("", 0, 2, Category.I);
    private static final Formula Y = new Variable("", 1, 2, Category.J);
    private static final Formula P = new Variable("", 2, 1, Category.PARAMETER);

    @TestFactory
    Stream<DynamicTest> samplesReadBack() {
        return OperatorValuesTest.samples().stream().map(sample -> DynamicTest.dynamicTest(sample.formula(), () -> {
            Formula formula = Formula.parse(sample.formula(), sample.aliases());
            assertEquals(formula, Formula.parse(formula.toString(), sample.aliases()), formula::toString);
        }));
    }

    /** Every operator of one or two vectors, inside every other, on both sides. */
    @TestFactory
    Stream<DynamicTest> nestedOperatorsReadBack() {
        List<Operator> unary = ofArguments(1);
        List<Operator> binary = ofArguments(2);
        return Stream.concat(unary.stream(), binary.stream()).map(outer -> DynamicTest.dynamicTest(outer.name(), () -> {
            for (Formula inner : inner(unary, binary)) {
                if (unary.contains(outer)) {
                    readsBack(outer, inner);
                } else {
                    readsBack(outer, inner, P);
                    readsBack(outer, P, inner);
                    readsBack(outer, inner, inner);
                }
            }
        }));
    }

    private static List<Operator> ofArguments(int count) {
        return Operators.table().stream()
                .filter(o -> o.parameters().isEmpty() && fits(o, count == 1 ? new Formula[] {X} : new Formula[] {X, Y}))
                .toList();
    }

    private static List<Formula> inner(List<Operator> unary, List<Operator> binary) {
        var inner = new ArrayList<Formula>(
                List.of(X, P, new Constant(-2), new Constant(0.1), new Constant(1e-300), new Constant(-0.0),
                        new Zero(2), new Index(Category.I)));
        unary.forEach(o -> inner.add(Call.of(o, X)));
        binary.forEach(o -> inner.add(Call.of(o, X, Y)));
        return inner;
    }

    private static boolean fits(Operator operator, Formula... arguments) {
        try {
            Call.of(operator, arguments);
            return true;
        } catch (keops.error.FormulaException e) {
            return false;
        }
    }

    private static void readsBack(Operator operator, Formula... arguments) {
        if (fits(operator, arguments)) {
            Formula formula = Call.of(operator, arguments);
            assertEquals(formula, Formula.parse(formula.toString(), "Vi(2)", "Vj(2)", "Pm(1)"),
                    formula::toString);
        }
    }

    @Test
    void parenthesesAreWrittenWhereNeededOnly() {
        for (String text : List.of(
                "x - (y - x)", "x - y - x", "(x + y) * x", "x * y + x", "x / (y * x)", "-x * y", "-(x * y)", "--x",
                "x | y + x", "(x | y) + p", "x * -y", "Exp(-p * SqDist(x,y)) * y", "Extract(x,0,1)", "2 * (x - 3)",
                "Square(x) + Pow(y,3)", "x - (-3)")) {
            assertEquals(text, Formula.parse(text, "x = Vi(2)", "y = Vj(2)", "p = Pm(1)").toString());
        }
    }

    @Test
    void numbersKeepAllDigits() {
        for (double value : new double[] {
            0.1, 1.0 / 3, 1e300, Double.MIN_VALUE, 0x1.b69b4bacd05f1p56, 2.5e-8, Double.MAX_VALUE, -0.0, -1.5
        }) {
            assertEquals(new Constant(value), Formula.parse(new Constant(value).toString()));
        }
    }
}
