package keops.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of formulas as series in a small h, where the variables are given as series: numbers, or points that come
 * closer to each other. This is how limits are seen.
 */
final class Expansion implements Scalars {
    private final List<Series> values = new ArrayList<>();
    private final ScalarComponents components;

    Expansion(Map<Variable, Series[]> given) {
        this(given, 0, 0);
    }

    /** The same with the numbers of the row and of the column. */
    Expansion(Map<Variable, Series[]> given, int row, int column) {
        var known = new HashMap<Formula, int[]>();
        known.put(new Index(Category.I), new int[] {constant(row)});
        known.put(new Index(Category.J), new int[] {constant(column)});
        given.forEach((variable, series) -> known.put(variable, Arrays.stream(series).mapToInt(this::keep).toArray()));
        components = new ScalarComponents(this, known);
    }

    /** The components of a formula. */
    Series[] of(Formula root) {
        return Arrays.stream(components.of(root)).mapToObj(values::get).toArray(Series[]::new);
    }

    private int keep(Series series) {
        values.add(series);
        return values.size() - 1;
    }

    @Override
    public int constant(double value) {
        return keep(Series.of(value));
    }

    @Override
    public int rounded(int a) {
        return a;
    }

    @Override
    public int negate(int a) {
        return keep(values.get(a).scaled(-1));
    }

    @Override
    public int abs(int a) {
        return values.get(a).sign() < 0 ? negate(a) : a;
    }

    @Override
    public int sqrt(int a) {
        return keep(values.get(a).power(0.5));
    }

    @Override
    public int floor(int a) {
        return keep(values.get(a).floor());
    }

    @Override
    public int exp(int a) {
        return keep(values.get(a).exponential());
    }

    @Override
    public int log(int a) {
        return keep(values.get(a).logarithm());
    }

    @Override
    public int log1p(int a) {
        return log(add(constant(1), a));
    }

    @Override
    public int sin(int a) {
        return keep(values.get(a).circle()[0]);
    }

    @Override
    public int cos(int a) {
        return keep(values.get(a).circle()[1]);
    }

    @Override
    public int asin(int a) {
        return keep(values.get(a).arcsine());
    }

    @Override
    public int acos(int a) {
        return keep(Series.of(Math.PI / 2).minus(values.get(a).arcsine()));
    }

    @Override
    public int atan(int a) {
        return keep(values.get(a).arctangent());
    }

    @Override
    public int tanh(int a) {
        return keep(values.get(a).hyperbolicTangent());
    }

    @Override
    public int add(int a, int b) {
        return keep(values.get(a).plus(values.get(b)));
    }

    @Override
    public int subtract(int a, int b) {
        return keep(values.get(a).minus(values.get(b)));
    }

    @Override
    public int multiply(int a, int b) {
        return keep(values.get(a).times(values.get(b)));
    }

    @Override
    public int divide(int a, int b) {
        Series f = values.get(a);
        Series g = values.get(b);
        // The quotient of two numbers is rounded once.
        return keep(f.isNumber() && g.isNumber() ? Series.of(f.value() / g.value()) : f.over(g));
    }

    @Override
    public int pow(int a, int b) {
        Series exponent = values.get(b);
        return exponent.isNumber() ? keep(values.get(a).power(exponent.value())) : exp(multiply(b, log(a)));
    }

    @Override
    public int atan2(int y, int x) {
        Series quotient = values.get(y).over(values.get(x));
        double value = quotient.value();
        return keep(quotient.arctangent().plus(
                Series.of(Math.atan2(values.get(y).value(), values.get(x).value()) - Math.atan(value))));
    }

    @Override
    public int select(Comparison comparison, int a, int b, int then, int otherwise) {
        Series f = values.get(a);
        Series g = values.get(b);
        // An infinite number less itself would be none.
        boolean holds = Double.isInfinite(f.value()) || Double.isInfinite(g.value())
                ? comparison.holds(f.value(), g.value())
                : comparison.holds(f.minus(g).sign(), 0);
        return holds ? then : otherwise;
    }
}
