package keops.program.pass;

import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.UnaryFunction;

/** {@code a b + c}, where the product has no other use, becomes one fused multiply-add. */
public final class Contract implements Pass {
    /** What counts as a use of a product. */
    private enum Uses {
        /** Any. */
        ALL,
        /** Those by outputs after the first: a product that the first output needs too may be computed twice. */
        AFTER_FIRST,
        /** Any where the first output is a negated sum, else those by outputs after it. */
        OF_POWERS
    }

    private final Uses counted;

    private Contract(Uses counted) {
        this.counted = counted;
    }

    /** Contracts what no other value and no output needs. */
    public static Contract all() {
        return new Contract(Uses.ALL);
    }

    /** Contracts as if the first output, which is computed apart from the others, were not there. */
    public static Contract afterFirst() {
        return new Contract(Uses.AFTER_FIRST);
    }

    /**
     * The same where the first output is an exponent that the others make relative to shifts. A sum of squares, though,
     * takes its shift at the start of its chain, which costs nothing: it stays one value.
     */
    public static Contract ofPowers() {
        return new Contract(Uses.OF_POWERS);
    }

    @Override
    public Program apply(Program program) {
        return new Contracted(program, switch (counted) {
            case ALL -> program.uses();
            case AFTER_FIRST -> program.usesFrom(1);
            case OF_POWERS -> isNegatedSum(program, program.outputs().getFirst()) ? program.uses()
                    : program.usesFrom(1);
        }).run();
    }

    private static final class Contracted extends Rewriting {
        private final int[] uses;

        Contracted(Program program, int[] uses) {
            super(program);
            this.uses = uses;
        }

        @Override
        int rewrite(int v, Scalar value) {
            if (!(value instanceof Scalar.Binary(BinaryFunction function, int a, int b))
                    || function != BinaryFunction.ADD) {
                return copy(value);
            } else if (isSingleProduct(b)) {
                return fma(b, a);
            }
            return isSingleProduct(a) ? fma(a, b) : copy(value);
        }

        private boolean isSingleProduct(int v) {
            return uses[v] == 1
                    && value(v) instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                    && function == BinaryFunction.MULTIPLY;
        }

        private int fma(int product, int c) {
            var multiply = (Scalar.Binary) value(product);
            return builder.fma(now(multiply.a()), now(multiply.b()), now(c));
        }
    }

    /** Whether a value is the negative of a sum: {@code -(a + b)}, or the sum times -1. */
    private static boolean isNegatedSum(Program program, int v) {
        int inner = switch (program.values().get(v)) {
            case Scalar.Unary(UnaryFunction function, int a) when function == UnaryFunction.NEGATE -> a;
            case Scalar.Binary(BinaryFunction function, int a, int b)
                    when function == BinaryFunction.MULTIPLY && isMinusOne(program, a) -> b;
            case Scalar.Binary(BinaryFunction function, int a, int b)
                    when function == BinaryFunction.MULTIPLY && isMinusOne(program, b) -> a;
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _,
                    Scalar.Fma _, Scalar.Select _, Scalar.Fold _ -> v;
        };
        return inner != v
                && program.values().get(inner) instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.ADD;
    }

    private static boolean isMinusOne(Program program, int v) {
        return program.values().get(v) instanceof Scalar.Constant(double factor) && factor == -1;
    }
}
