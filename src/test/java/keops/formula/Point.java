package keops.formula;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import keops.program.Evaluator;
import keops.program.Lower;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;

/** Numbers for the variables of formulas, and the values of formulas there, in double precision. */
public record Point(Map<Integer, double[]> numbers) {

    /** Numbers from low to high for some variables. */
    public static Point draw(RandomGenerator random, List<Variable> variables, double low, double high) {
        var numbers = new TreeMap<Integer, double[]>();
        for (Variable v : variables) {
            double[] values = random.doubles(v.dim(), low, high).toArray();
            if (v.name().equals("t")) {
                Arrays.sort(values); // Knots.
            }
            numbers.put(v.position(), values);
        }
        return new Point(numbers);
    }

    /** The components of a formula. */
    public double[] value(Formula formula) {
        return values(Lower.apply(List.of(formula), Category.I));
    }

    private double[] values(Program program) {
        var evaluator = new Evaluator(program);
        evaluator.compute(EnumSet.complementOf(EnumSet.of(Stage.CONSTANT)), new Evaluator.Inputs() {
            @Override
            public double load(Scalar.Load load) {
                return numbers.get(load.argument())[load.component()];
            }

            @Override
            public double index(Stage stage) {
                return stage == Stage.ROW ? 2 : 3;
            }
        });
        return program.outputs().stream().mapToDouble(evaluator::value).toArray();
    }

    /** The sum of the components of a formula times weights. */
    public double product(Formula formula, double[] weights) {
        double[] value = value(formula);
        double sum = 0;
        for (int k = 0; k < value.length; k++) {
            sum += weights[k] * value[k];
        }
        return sum;
    }

    /** The same with some numbers replaced. */
    public Point with(Variable variable, double... values) {
        var changed = new TreeMap<>(numbers);
        changed.put(variable.position(), values);
        return new Point(changed);
    }

    /** The numbers of a variable. */
    public double[] of(Variable variable) {
        return numbers.get(variable.position());
    }

    /** The gradient of {@code (weights|formula)} by central differences, Richardson's extrapolation of two steps. */
    double[] differences(Formula formula, Variable variable, double[] weights) {
        return differences(formula, variable, weights, 1e-3);
    }

    /** The same with steps of a given size, relative to the numbers. */
    public double[] differences(Formula formula, Variable variable, double[] weights, double step) {
        Program program = Lower.apply(List.of(formula), Category.I);
        double[] gradient = new double[variable.dim()];
        for (int k = 0; k < gradient.length; k++) {
            double h = step * Math.max(0.1, Math.abs(of(variable)[k]));
            gradient[k] = (4 * slope(program, variable, k, h / 2, weights) - slope(program, variable, k, h, weights))
                    / 3;
        }
        return gradient;
    }

    private double slope(Program program, Variable variable, int component, double h, double[] weights) {
        double[] up = of(variable).clone();
        double[] down = of(variable).clone();
        up[component] += h;
        down[component] -= h;
        double[] high = with(variable, up).values(program);
        double[] low = with(variable, down).values(program);
        double sum = 0;
        for (int k = 0; k < high.length; k++) {
            sum += weights[k] * (high[k] - low[k]);
        }
        return sum / (up[component] - down[component]);
    }
}
