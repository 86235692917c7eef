package keops.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The values of formulas as series in a small h, where the variables are given as series: numbers, or points that come
 * closer to each other. This is how limits are seen, and how formulas without variables become numbers.
 */
final class Expansion implements Scalars {
    private final List<Series> values = new ArrayList<>();
    private final Map<Formula, int[]> known = new HashMap<>();

    Expansion(Map<Variable, Series[]> given) {
        this(given, 0, 0);
    }

    /** The same with the numbers of the row and of the column. */
    Expansion(Map<Variable, Series[]> given, int row, int column) {
        known.put(new Index(Category.I), new int[] {constant(row)});
        known.put(new Index(Category.J), new int[] {constant(column)});
        given.forEach((variable, series) -> known.put(variable, Arrays.stream(series).mapToInt(this::keep).toArray()));
    }

    /** The value of a scalar formula without variables and indices, if it is a finite number. */
    static OptionalDouble number(Formula f) {
        if (f instanceof Constant(double value)) {
            return OptionalDouble.of(value);
        } else if (f.dim() > 1 || Arrays.stream(Category.values()).anyMatch(f::dependsOn)) {
            return OptionalDouble.empty();
        }
        double value = new Expansion(Map.of()).of(f)[0].value();
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** The components of a formula. */
    Series[] of(Formula root) {
        Walk.partsFirst(root, known::containsKey, Expansion::parts, formula -> known.put(formula, made(formula)));
        return Arrays.stream(known.get(root)).mapToObj(values::get).toArray(Series[]::new);
    }

    private static List<Formula> parts(Formula formula) {
        return formula instanceof Call call && call.operator().meaning() instanceof Meaning.Definition
                ? List.of(call.expansion())
                : formula.children();
    }

    private int[] made(Formula formula) {
        return switch (formula) {
            case Constant(double value) -> new int[] {constant(value)};
            case Zero(int dim) -> repeated(constant(0), dim);
            case Index _, Variable _ -> repeated(keep(Series.NONE), formula.dim());
            case Call call -> {
                int[][] arguments = call.children().stream().map(known::get).toArray(int[][]::new);
                yield switch (call.operator().meaning()) {
                    case Meaning.Definition _ -> known.get(call.expansion());
                    case Meaning.Primitive(Meaning.VectorValue value) -> value.of(this, call, arguments);
                    case Meaning.Elementwise(Meaning.ScalarValue value) -> {
                        int[] components = new int[call.dim()];
                        Arrays.setAll(components, k -> value.of(this, call, Arrays.stream(arguments)
                                .mapToInt(argument -> argument[argument.length == 1 ? 0 : k])
                                .toArray()));
                        yield components;
                    }
                };
            }
        };
    }

    private static int[] repeated(int value, int count) {
        int[] values = new int[count];
        Arrays.fill(values, value);
        return values;
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
        return comparison.holds(values.get(a).minus(values.get(b)).sign(), 0) ? then : otherwise;
    }
}
