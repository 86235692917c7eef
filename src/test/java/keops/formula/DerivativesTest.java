package keops.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The derivatives of every operator, first and second, against central differences in double precision. */
class DerivativesTest {
    private static final int POINTS = 3;
    /** With this seed no point lies within a step of a kink. */
    private static final int SEED = 1;

    /** The samples that cover the operator table, each formula once for the dimensions of its variables. */
    static Map<String, Formula> formulas() {
        var formulas = new LinkedHashMap<String, Formula>();
        for (Sample sample : OperatorValuesTest.samples()) {
            String[] aliases = sample.aliases();
            formulas.putIfAbsent(sample.formula() + " " + Arrays.toString(aliases),
                    Formula.parse(sample.formula(), aliases));
        }
        return formulas;
    }

    @TestFactory
    Stream<DynamicTest> gradients() {
        return formulas().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            var random = new SplittableRandom(entry.getKey().hashCode() + SEED);
            List<Variable> variables = variables(entry.getValue());
            for (int n = 0; n < POINTS; n++) {
                check(entry.getValue(), variables, Point.draw(random, variables, 0.15, 0.95), random);
            }
        }));
    }

    /** The gradient of a gradient: of {@code (u|Grad(f,v,e))}. */
    @TestFactory
    Stream<DynamicTest> secondGradients() {
        return formulas().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            var random = new SplittableRandom(entry.getKey().hashCode() + SEED);
            Formula f = entry.getValue();
            List<Variable> variables = variables(f);
            for (Variable v : variables) {
                Variable e = Substitute.freeVariable(f.dim(), List.of(f));
                Formula gradient = f.gradient(v, e);
                var all = new ArrayList<>(variables);
                all.add(e);
                check(gradient, all, Point.draw(random, all, 0.15, 0.95), random);
            }
        }));
    }

    /** Forward mode against reverse mode: (e|J u) = (u|J^T e). */
    @TestFactory
    Stream<DynamicTest> directionalDerivatives() {
        return formulas().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            var random = new SplittableRandom(entry.getKey().hashCode() + SEED);
            Formula f = entry.getValue();
            List<Variable> variables = variables(f);
            for (Variable v : variables) {
                Variable u = Substitute.freeVariable(v.dim(), List.of(f));
                Variable e = Substitute.freeVariable(f.dim(), List.of(f, u));
                var all = new ArrayList<>(variables);
                all.addAll(List.of(u, e));
                Point point = Point.draw(random, all, 0.15, 0.95);
                double forward = point.product(f.directional(v, u), point.of(e));
                double reverse = point.product(f.gradient(v, e), point.of(u));
                assertArrayEquals(new double[] {reverse}, new double[] {forward}, 1e-11 * (1 + Math.abs(reverse)));
            }
        }));
    }

    static List<Variable> variables(Formula formula) {
        return Substitute.variables(List.of(formula)).stream()
                .sorted(Comparator.comparingInt(Variable::position))
                .toList();
    }

    private static void check(Formula f, List<Variable> variables, Point point, SplittableRandom random) {
        double[] weights = random.doubles(f.dim(), -1, 1).toArray();
        Variable e = Substitute.freeVariable(f.dim(), List.of(f));
        List<Formula> gradients = Differentiate.gradients(f, variables, e);
        for (int k = 0; k < variables.size(); k++) {
            double[] expected = point.differences(f, variables.get(k), weights);
            double[] actual = point.with(e, weights).value(gradients.get(k));
            double scale = 1 + Arrays.stream(expected).map(Math::abs).max().orElse(0)
                    + Arrays.stream(point.value(f)).map(Math::abs).max().orElse(0);
            assertArrayEquals(expected, actual, 2e-8 * scale,
                    "by " + variables.get(k) + " at "
                    + point.numbers().values().stream().map(Arrays::toString).toList());
        }
    }
}
