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
 * Which exponentials can only have arguments that are not positive or at least not NaN, so that they need fewer guards: as
 * long as what crosses into the loop over pairs is of moderate size, and some of it is not positive. Both is checked when
 * rows, columns and parameters are packed.
 *
 * @param values the exponentials and what is known of their arguments
 * @param notPositive the parameter, row and column values that must not be positive
 */
public record FastExponents(Map<Integer, Exponent> values, Set<Integer> notPositive) {
    /** The binary logarithm of a size that data must not exceed. */
    private static final int SIZE = 30;
    /** From here on a float may overflow. */
    private static final int TOO_LARGE = 126;

    /** The largest size of data for which this holds. */
    static double largest() {
        return Math.scalb(1.0, SIZE);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** What is known of a value: a bound of its size (as a binary logarithm, {@link #TOO_LARGE} for none) and its sign. */
    private record Known(int size, boolean atLeastZero, boolean atMostZero) {
        static final Known NOTHING = new Known(TOO_LARGE, false, false);

        boolean isFinite() {
            return size < TOO_LARGE;
        }
    }

    public static FastExponents of(Staged staged) {
        Program program = staged.program();
        var known = new ArrayList<Known>();
        var exponentials = new HashMap<Integer, Exponent>();
        var notPositive = new HashSet<Integer>();
        for (int v = 0; v < program.values().size(); v++) {
            Scalar value = program.values().get(v);
            if (staged.stages().get(v) != Stage.PAIR) {
                known.add(value instanceof Scalar.Constant(double c)
                        ? new Known(sizeOf(c), c >= 0, c <= 0)
                        : new Known(SIZE, false, false));
                continue;
            }
            known.add(know(program, known, v));
            if (value instanceof Scalar.Unary(UnaryFunction function, int a)
                    && (function == UnaryFunction.EXP || function == UnaryFunction.EXP2)) {
                Set<Integer> needed = whatMakesNotPositive(staged, known, a);
                if (needed != null) {
                    exponentials.put(v, Exponent.NOT_POSITIVE);
                    notPositive.addAll(needed);
                    known.set(v, new Known(0, true, false));
                } else if (known.get(a).isFinite() || isRelative(program, known, a)) {
                    exponentials.put(v, Exponent.NUMBER);
                }
            }
        }
        return new FastExponents(Map.copyOf(exponentials), Set.copyOf(notPositive));
    }

    private static int sizeOf(double constant) {
        return Double.isNaN(constant) ? TOO_LARGE : Math.clamp(Math.getExponent(constant) + 1L, 0, TOO_LARGE);
    }

    /** The values that must not be positive for an exponent not to be; null where it may be positive or NaN anyhow. */
    private static Set<Integer> whatMakesNotPositive(Staged staged, List<Known> known, int exponent) {
        return switch (staged.program().values().get(exponent)) {
            case Scalar.Binary(BinaryFunction function, int a, int b) when function == BinaryFunction.MULTIPLY ->
                isRelative(staged.program(), known, a) && isPositive(staged.program(), b)
                        ? Set.of()
                        : whatMakesNotPositive(staged, known, a, b);
            case Scalar.Binary(BinaryFunction function, int f, int shift)
                    when function == BinaryFunction.ADD && isSupplied(staged.program(), shift) ->
                whatMakesNotPositive(staged, known, f);
            case Scalar.Fma(int a, int b, int shift) when isSupplied(staged.program(), shift) ->
                whatMakesNotPositive(staged, known, a, b);
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _,
                    Scalar.Fma _, Scalar.Select _, Scalar.Fold _ -> {
                Known k = known.get(exponent);
                yield k.isFinite() && k.atMostZero ? Set.of() : null;
            }
        };
    }

    /** The values that must not be positive for a product not to be. */
    private static Set<Integer> whatMakesNotPositive(Staged staged, List<Known> known, int a, int b) {
        Known product = product(known.get(a), known.get(b), a == b);
        if (!product.isFinite()) {
            return null;
        }
        if (product.atMostZero) {
            return Set.of();
        }
        for (int[] order : new int[][] {{a, b}, {b, a}}) {
            boolean crosses = staged.stages().get(order[1]) != Stage.PAIR
                    && staged.stages().get(order[1]) != Stage.CONSTANT;
            if (known.get(order[0]).atLeastZero && crosses) {
                return Set.of(order[1]);
            }
        }
        return null;
    }

    private static boolean isPositive(Program program, int v) {
        return program.values().get(v) instanceof Scalar.Constant(double value) && value > 0;
    }

    /** {@code f - shift}, whose shift is the largest f or was found to be near enough: {@code ExponentialReducer}. */
    private static boolean isRelative(Program program, List<Known> known, int v) {
        return switch (program.values().get(v)) {
            case Scalar.Fma(int a, int b, int c) -> isSupplied(program, c)
                    && product(known.get(a), known.get(b), a == b).isFinite();
            case Scalar.Binary(BinaryFunction function, int a, int b) when function == BinaryFunction.ADD ->
                isSupplied(program, b) && known.get(a).isFinite();
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _,
                    Scalar.Select _, Scalar.Fold _ -> false;
        };
    }

    private static boolean isSupplied(Program program, int v) {
        return program.values().get(v) instanceof Scalar.Supplied;
    }

    private static Known know(Program program, List<Known> known, int v) {
        return switch (program.values().get(v)) {
            case Scalar.Binary(BinaryFunction function, int a, int b) ->
                binary(function, known.get(a), known.get(b), a == b);
            case Scalar.Fma(int a, int b, int c) -> sum(product(known.get(a), known.get(b), a == b), known.get(c));
            case Scalar.Unary(UnaryFunction function, int a) -> unary(function, known.get(a));
            case Scalar.Fold fold -> fold(fold);
            case Scalar.Select s -> isSmaller(s)
                    ? smaller(known.get(s.then()), known.get(s.otherwise()))
                    : either(known.get(s.then()), known.get(s.otherwise()));
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _ -> Known.NOTHING;
        };
    }

    private static Known binary(BinaryFunction function, Known a, Known b, boolean same) {
        return switch (function) {
            case ADD -> sum(a, b);
            case SUBTRACT -> sum(a, negative(b));
            case MULTIPLY -> product(a, b, same);
            case DIVIDE, POW, ATAN2 -> Known.NOTHING;
        };
    }

    private static Known unary(UnaryFunction function, Known a) {
        return switch (function) {
            case ROUNDED -> a;
            case NEGATE -> negative(a);
            case ABS -> new Known(a.size, true, false);
            case SQRT -> a.atLeastZero && a.isFinite() ? new Known(a.size, true, false) : Known.NOTHING;
            case FLOOR -> new Known(Math.min(a.size + 1, TOO_LARGE), false, false);
            case SIN, COS, TANH -> a.isFinite() ? new Known(1, false, false) : Known.NOTHING;
            case ATAN -> a.isFinite() ? new Known(1, a.atLeastZero, a.atMostZero) : Known.NOTHING;
            case EXP, EXP2, LOG, LOG1P, ASIN, ACOS -> Known.NOTHING;
        };
    }

    private static Known negative(Known a) {
        return new Known(a.size, /* atLeastZero= */ a.atMostZero, /* atMostZero= */ a.atLeastZero);
    }

    private static Known sum(Known a, Known b) {
        return known(Math.max(a.size, b.size) + 1, a.atLeastZero && b.atLeastZero, a.atMostZero && b.atMostZero);
    }

    private static Known product(Known a, Known b, boolean same) {
        boolean atLeastZero = same || a.atLeastZero && b.atLeastZero || a.atMostZero && b.atMostZero;
        boolean atMostZero = !same && (a.atLeastZero && b.atMostZero || a.atMostZero && b.atLeastZero);
        return known(a.size + b.size, atLeastZero, atMostZero);
    }

    private static Known either(Known a, Known b) {
        return known(Math.max(a.size, b.size), a.atLeastZero && b.atLeastZero, a.atMostZero && b.atMostZero);
    }

    /** Whether it takes the smaller of two numbers. */
    private static boolean isSmaller(Scalar.Select s) {
        return s.a() == s.then() && s.b() == s.otherwise();
    }

    private static Known smaller(Known a, Known b) {
        return known(Math.max(a.size, b.size), a.atLeastZero && b.atLeastZero, a.atMostZero || b.atMostZero);
    }

    private static Known known(int size, boolean atLeastZero, boolean atMostZero) {
        return size < TOO_LARGE ? new Known(size, atLeastZero, atMostZero) : Known.NOTHING;
    }

    /** The terms are analysed like a program of their own. */
    private static Known fold(Scalar.Fold fold) {
        var known = new ArrayList<Known>();
        for (int v = 0; v < fold.body().values().size(); v++) {
            known.add(switch (fold.body().values().get(v)) {
                case Scalar.Constant(double c) -> new Known(sizeOf(c), c >= 0, c <= 0);
                case Scalar.Load _ -> new Known(SIZE, false, false);
                case Scalar.Supplied _ -> Known.NOTHING;
                case Scalar.Index _, Scalar.Unary _, Scalar.Binary _, Scalar.Fma _, Scalar.Select _, Scalar.Fold _ ->
                    know(fold.body(), known, v);
            });
        }
        Known term = known.get(fold.body().outputs().getFirst());
        int terms = Integer.SIZE - Integer.numberOfLeadingZeros(fold.length());
        return known(term.size + terms, term.atLeastZero, term.atMostZero);
    }
}
