package keops.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import keops.formula.Comparison;
import keops.formula.Scalars;

/**
 * Records scalar arithmetic: equal values get one number, constants are computed at once, in double precision. What is
 * asked for is counted, so that a formula of huge dimensions fails soon even where most of its values are equal.
 */
public final class ProgramBuilder implements Scalars {
    /** Requests beyond this are refused: well under ten seconds of work. */
    private static final long MOST_REQUESTS = 8L * Program.LARGEST;

    private final List<Scalar> values = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final Map<Scalar, Integer> numbers = new HashMap<>();
    private final boolean limited;
    private long requests;

    private ProgramBuilder(boolean limited) {
        this.limited = limited;
    }

    /** A builder for a formula, which may be too large. */
    static ProgramBuilder limited() {
        return new ProgramBuilder(true);
    }

    /** A builder for the rewriting of a program that was not too large. */
    public static ProgramBuilder unlimited() {
        return new ProgramBuilder(false);
    }

    /** The program of what was recorded and is needed for the outputs. */
    public Program build(List<Integer> outputs) {
        boolean[] needed = new boolean[values.size()];
        outputs.forEach(output -> needed[output] = true);
        for (int v = values.size() - 1; v >= 0; v--) {
            if (needed[v]) {
                values.get(v).operands().forEach(operand -> needed[operand] = true);
            }
        }
        int[] renumbered = new int[values.size()];
        var kept = new ArrayList<Scalar>();
        for (int v = 0; v < values.size(); v++) {
            if (needed[v]) {
                renumbered[v] = kept.size();
                kept.add(values.get(v).renumbered(operand -> renumbered[operand]));
            }
        }
        return new Program(kept, outputs.stream().map(output -> renumbered[output]).toList());
    }

    public int add(Scalar value) {
        Integer known = numbers.get(value);
        if (known != null) {
            return known;
        }
        if (limited && values.size() >= Program.LARGEST) {
            throw tooLarge();
        }
        values.add(value);
        stages.add(Program.stage(value, stages));
        numbers.put(value, values.size() - 1);
        return values.size() - 1;
    }

    /**
     * Counts work.
     *
     * @throws TooLarge if there is too much of it
     */
    void request(int count) {
        requests += count;
        if (limited && requests > MOST_REQUESTS) {
            throw tooLarge();
        }
    }

    private static TooLarge tooLarge() {
        return new TooLarge();
    }

    /** Ends the recording of a formula that needs too many values. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooLarge() {
            super("more than " + Program.LARGEST + " scalar operations", null, false, false);
        }
    }

    public Scalar value(int number) {
        return values.get(number);
    }

    public Stage stage(int number) {
        return stages.get(number);
    }

    public int load(int argument, int component, Stage stage) {
        return add(new Scalar.Load(argument, component, stage));
    }

    public int index(Stage stage) {
        return add(new Scalar.Index(stage));
    }

    public int unary(UnaryFunction function, int a) {
        request(1);
        if (values.get(a) instanceof Scalar.Constant(double x)) {
            return constant(function.apply(x));
        }
        if (function == UnaryFunction.NEGATE
                && values.get(a) instanceof Scalar.Unary(UnaryFunction inner, int b)
                && inner == UnaryFunction.NEGATE) {
            return b;
        }
        return add(new Scalar.Unary(function, a));
    }

    public int binary(BinaryFunction function, int a, int b) {
        request(1);
        if (values.get(a) instanceof Scalar.Constant(double x) && values.get(b) instanceof Scalar.Constant(double y)) {
            return constant(function.apply(x, y));
        }
        if (function == BinaryFunction.MULTIPLY && isConstant(a, 1)
                || function == BinaryFunction.ADD && isConstant(a, 0)) {
            return b;
        }
        if ((function == BinaryFunction.MULTIPLY || function == BinaryFunction.DIVIDE) && isConstant(b, 1)
                || (function == BinaryFunction.ADD || function == BinaryFunction.SUBTRACT) && isConstant(b, 0)) {
            return a;
        }
        boolean commutes = function == BinaryFunction.MULTIPLY || function == BinaryFunction.ADD;
        return commutes && numbers.containsKey(new Scalar.Binary(function, b, a))
                ? numbers.get(new Scalar.Binary(function, b, a))
                : add(new Scalar.Binary(function, a, b));
    }

    private boolean isConstant(int a, double value) {
        return values.get(a) instanceof Scalar.Constant(double x) && x == value;
    }

    public int fma(int a, int b, int c) {
        return add(new Scalar.Fma(a, b, c));
    }

    @Override
    public int constant(double value) {
        return add(new Scalar.Constant(value));
    }

    @Override
    public int rounded(int a) {
        return unary(UnaryFunction.ROUNDED, a);
    }

    @Override
    public int negate(int a) {
        return unary(UnaryFunction.NEGATE, a);
    }

    @Override
    public int abs(int a) {
        return unary(UnaryFunction.ABS, a);
    }

    @Override
    public int sqrt(int a) {
        return unary(UnaryFunction.SQRT, a);
    }

    @Override
    public int floor(int a) {
        return unary(UnaryFunction.FLOOR, a);
    }

    @Override
    public int exp(int a) {
        return unary(UnaryFunction.EXP, a);
    }

    @Override
    public int log(int a) {
        return unary(UnaryFunction.LOG, a);
    }

    @Override
    public int log1p(int a) {
        return unary(UnaryFunction.LOG1P, a);
    }

    @Override
    public int sin(int a) {
        return unary(UnaryFunction.SIN, a);
    }

    @Override
    public int cos(int a) {
        return unary(UnaryFunction.COS, a);
    }

    @Override
    public int asin(int a) {
        return unary(UnaryFunction.ASIN, a);
    }

    @Override
    public int acos(int a) {
        return unary(UnaryFunction.ACOS, a);
    }

    @Override
    public int atan(int a) {
        return unary(UnaryFunction.ATAN, a);
    }

    @Override
    public int tanh(int a) {
        return unary(UnaryFunction.TANH, a);
    }

    @Override
    public int add(int a, int b) {
        return binary(BinaryFunction.ADD, a, b);
    }

    @Override
    public int subtract(int a, int b) {
        return binary(BinaryFunction.SUBTRACT, a, b);
    }

    @Override
    public int multiply(int a, int b) {
        return binary(BinaryFunction.MULTIPLY, a, b);
    }

    @Override
    public int divide(int a, int b) {
        return binary(BinaryFunction.DIVIDE, a, b);
    }

    @Override
    public int pow(int a, int b) {
        return binary(BinaryFunction.POW, a, b);
    }

    @Override
    public int atan2(int y, int x) {
        return binary(BinaryFunction.ATAN2, y, x);
    }

    @Override
    public int select(Comparison comparison, int a, int b, int then, int otherwise) {
        request(1);
        if (then == otherwise) {
            return then;
        }
        if (values.get(a) instanceof Scalar.Constant(double x) && values.get(b) instanceof Scalar.Constant(double y)) {
            return comparison.holds(x, y) ? then : otherwise;
        }
        Decision decision = decision(comparison, a, b);
        if (decision != null) {
            Scalar.Select first = decision.by;
            return select(first.comparison(), first.a(), first.b(), decision.first ? then : otherwise,
                    decision.second ? then : otherwise);
        }
        return add(new Scalar.Select(comparison, a, b, then, otherwise));
    }

    /** One of two values, by whether a and b are equal. */
    public int selectEqual(int a, int b, int then, int otherwise) {
        return select(Comparison.EQUAL, a, b, then, otherwise);
    }

    /** A choice that an earlier one has made: what comes of its two outcomes. */
    private record Decision(Scalar.Select by, boolean first, boolean second) {}

    /** The decision of a comparison of a number with one of two numbers, such as {@code 0 <= -(x < y)}; or null. */
    private Decision decision(Comparison comparison, int a, int b) {
        if (values.get(a) instanceof Scalar.Constant(double x)) {
            Alternative two = alternative(b);
            return two == null
                    ? null
                    : new Decision(two.by, comparison.holds(x, two.first), comparison.holds(x, two.second));
        } else if (values.get(b) instanceof Scalar.Constant(double y)) {
            Alternative two = alternative(a);
            return two == null
                    ? null
                    : new Decision(two.by, comparison.holds(two.first, y), comparison.holds(two.second, y));
        }
        return null;
    }

    /** A value that is one of two numbers. */
    private record Alternative(Scalar.Select by, double first, double second) {
        Alternative map(DoubleUnaryOperator function) {
            return new Alternative(by, function.applyAsDouble(first), function.applyAsDouble(second));
        }
    }

    private Alternative alternative(int v) {
        return switch (values.get(v)) {
            case Scalar.Select select
                    when values.get(select.then()) instanceof Scalar.Constant(double x)
                            && values.get(select.otherwise()) instanceof Scalar.Constant(double y) ->
                new Alternative(select, x, y);
            case Scalar.Unary(UnaryFunction function, int a) when function == UnaryFunction.NEGATE -> {
                Alternative inner = alternative(a);
                yield inner == null ? null : inner.map(x -> -x);
            }
            case Scalar.Binary(BinaryFunction function, int a, int b)
                    when function == BinaryFunction.SUBTRACT && values.get(b) instanceof Scalar.Constant(double y) -> {
                Alternative inner = alternative(a);
                yield inner == null ? null : inner.map(x -> x - y);
            }
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _,
                    Scalar.Fma _, Scalar.Select _, Scalar.Fold _ -> null;
        };
    }
}
