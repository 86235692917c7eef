package keops.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import keops.formula.Call;
import keops.formula.Category;
import keops.formula.Formula;
import keops.formula.Operator;
import keops.formula.Operators;
import keops.formula.Variable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Random formulas reach every operator of the table: by its usage, or else by a rule of its own. */
class OperatorRulesTest {
    @TestFactory
    Stream<DynamicTest> everyOperatorIsDrawn() {
        return Operators.table().stream().map(op -> DynamicTest.dynamicTest(op.name(), () -> draw(op)));
    }

    private static void draw(Operator operator) {
        var x = new Variable("x", 0, 3, Category.I);
        var random = new FormulaDraw(new SplittableRandom(1), List.of(x), List.of());
        for (int dim = 1; dim <= 9; dim++) {
            Formula call = OperatorRules.draw(operator, random, dim, 2);
            assertNotNull(call, operator.usage() + " cannot be guessed: add a rule to OperatorRules");
            assertEquals(operator, ((Call) call).operator());
        }
    }
}
