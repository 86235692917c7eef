package keops.cpu.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keops.cpu.code.Exponent;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;
import keops.program.UnaryFunction;

/**
 * Which exponentials can only have arguments that are not positive or at least not NaN, so that they need fewer guards:
 * as long as what crosses into the loop over pairs is of moderate size, and some of it is not positive. Both is checked
 * when rows, columns and parameters are packed.
 *
 * @param values the exponentials and what is known of their arguments
 * @param notPositive the parameter, row and column values that must not be positive
 */
public record FastExponents(Map<Integer, Exponent> values, Set<Integer> notPositive) {
    /** The binary logarithm of a size that data must not exceed. */
    private static final int SIZE = 30;

    /** The largest size of data for which this holds. */
    static double largest() {
        return Math.scalb(1.0, SIZE);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    public static FastExponents of(Staged staged) {
        Program program = staged.program();
        var ranges = new ArrayList<ValueRange>();
        var exponentials = new HashMap<Integer, Exponent>();
        var notPositive = new HashSet<Integer>();
        for (int v = 0; v < program.values().size(); v++) {
            Scalar value = program.values().get(v);
            if (staged.stages().get(v) != Stage.PAIR) {
                ranges.add(value instanceof Scalar.Constant(double c)
                        ? ValueRange.ofConstant(c)
                        : ValueRange.ofSize(SIZE));
                continue;
            }
            ranges.add(range(program, ranges, v));
            if (value instanceof Scalar.Unary(UnaryFunction function, int a)
                    && (function == UnaryFunction.EXP || function == UnaryFunction.EXP2)) {
                Set<Integer> needed = whatMakesNotPositive(staged, ranges, a);
                if (needed != null) {
                    exponentials.put(v, Exponent.NOT_POSITIVE);
                    notPositive.addAll(needed);
                    ranges.set(v, new ValueRange(0, true, false));
                } else if (ranges.get(a).isFinite() || isRelative(program, ranges, a)) {
                    exponentials.put(v, Exponent.NUMBER);
                }
            }
        }
        return new FastExponents(Map.copyOf(exponentials), Set.copyOf(notPositive));
    }

    /** The values that must not be positive for an exponent not to be; null where it may be positive or NaN anyhow. */
    private static Set<Integer> whatMakesNotPositive(Staged staged, List<ValueRange> ranges, int exponent) {
        return switch (staged.program().values().get(exponent)) {
            case Scalar.Binary(BinaryFunction function, int a, int b) when function == BinaryFunction.MULTIPLY ->
                isRelative(staged.program(), ranges, a) && isPositive(staged.program(), b)
                        ? Set.of()
                        : whatMakesNotPositive(staged, ranges, a, b);
            case Scalar.Binary(BinaryFunction function, int f, int shift)
                    when function == BinaryFunction.ADD && isSupplied(staged.program(), shift) ->
                whatMakesNotPositive(staged, ranges, f);
            case Scalar.Fma(int a, int b, int shift) when isSupplied(staged.program(), shift) ->
                whatMakesNotPositive(staged, ranges, a, b);
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _,
                    Scalar.Fma _, Scalar.Select _, Scalar.Fold _ -> {
                ValueRange k = ranges.get(exponent);
                yield k.isFinite() && k.atMostZero() ? Set.of() : null;
            }
        };
    }

    /** The values that must not be positive for a product not to be. */
    private static Set<Integer> whatMakesNotPositive(Staged staged, List<ValueRange> ranges, int a, int b) {
        ValueRange product = ranges.get(a).times(ranges.get(b), a == b);
        if (!product.isFinite()) {
            return null;
        }
        if (product.atMostZero()) {
            return Set.of();
        }
        for (int[] order : new int[][] {{a, b}, {b, a}}) {
            boolean crosses = staged.stages().get(order[1]) != Stage.PAIR
                    && staged.stages().get(order[1]) != Stage.CONSTANT;
            if (ranges.get(order[0]).atLeastZero() && crosses) {
                return Set.of(order[1]);
            }
        }
        return null;
    }

    private static boolean isPositive(Program program, int v) {
        return program.values().get(v) instanceof Scalar.Constant(double value) && value > 0;
    }

    /** {@code f - shift}, whose shift is the largest f or was found to be near enough: {@code ExponentialReducer}. */
    private static boolean isRelative(Program program, List<ValueRange> ranges, int v) {
        return switch (program.values().get(v)) {
            case Scalar.Fma(int a, int b, int c) -> isSupplied(program, c)
                    && ranges.get(a).times(ranges.get(b), a == b).isFinite();
            case Scalar.Binary(BinaryFunction function, int a, int b) when function == BinaryFunction.ADD ->
                isSupplied(program, b) && ranges.get(a).isFinite();
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _,
                    Scalar.Select _, Scalar.Fold _ -> false;
        };
    }

    private static boolean isSupplied(Program program, int v) {
        return program.values().get(v) instanceof Scalar.Supplied;
    }

    private static ValueRange range(Program program, List<ValueRange> ranges, int v) {
        return switch (program.values().get(v)) {
            case Scalar.Unary(UnaryFunction function, int a) ->
                FunctionFacts.of(function).range().of(ranges.get(a), ranges.get(a), true);
            case Scalar.Binary(BinaryFunction function, int a, int b) ->
                FunctionFacts.of(function).range().of(ranges.get(a), ranges.get(b), a == b);
            case Scalar.Fma(int a, int b, int c) -> ranges.get(a).times(ranges.get(b), a == b).plus(ranges.get(c));
            case Scalar.Fold fold -> fold(fold);
            case Scalar.Select s -> isMinimum(s)
                    ? ranges.get(s.then()).minimum(ranges.get(s.otherwise()))
                    : ranges.get(s.then()).or(ranges.get(s.otherwise()));
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _ -> ValueRange.UNKNOWN;
        };
    }

    /** Whether it takes the smaller of two numbers. */
    private static boolean isMinimum(Scalar.Select s) {
        return s.a() == s.then() && s.b() == s.otherwise();
    }

    /** The terms are analysed like a program of their own. */
    private static ValueRange fold(Scalar.Fold fold) {
        var ranges = new ArrayList<ValueRange>();
        for (int v = 0; v < fold.body().values().size(); v++) {
            ranges.add(switch (fold.body().values().get(v)) {
                case Scalar.Constant(double c) -> ValueRange.ofConstant(c);
                case Scalar.Load _ -> ValueRange.ofSize(SIZE);
                case Scalar.Supplied _ -> ValueRange.UNKNOWN;
                case Scalar.Index _, Scalar.Unary _, Scalar.Binary _, Scalar.Fma _, Scalar.Select _, Scalar.Fold _ ->
                    range(fold.body(), ranges, v);
            });
        }
        return ranges.get(fold.body().outputs().getFirst()).summed(fold.length());
    }
}
