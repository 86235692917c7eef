package keops.program.pass;

import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.UnaryFunction;

/**
 * Shortens chains of products that are added: {@code -(a b + c)} becomes {@code (-a) b + (-c)}, where a machine negates
 * operands for nothing, and {@code (a b + c d) + z} becomes {@code a b + (c d + z)}, two fused operations instead of
 * three. All sums of products must be fused already. Only chains that nobody else needs are changed, and none in values
 * that are {@link UnaryFunction#ROUNDED}.
 */
public final class ShortenChains implements Pass {
    private final int apart;

    private ShortenChains(int apart) {
        this.apart = apart;
    }

    /** Shortens the chains that no other value and no output needs. */
    public static ShortenChains all() {
        return new ShortenChains(0);
    }

    /** Shortens chains as if the first output, which is computed apart from the others, were not there. */
    public static ShortenChains afterFirst() {
        return new ShortenChains(1);
    }

    @Override
    public Program apply(Program program) {
        return new Shortened(program, program.usesFrom(apart)).run();
    }

    private static final class Shortened extends Rewriting {
        private final int[] uses;
        private final boolean[] isRounded;

        Shortened(Program program, int[] uses) {
            super(program);
            this.uses = uses;
            this.isRounded = program.partsOfRounded();
        }

        @Override
        int rewrite(int v, Scalar value) {
            if (isRounded[v]) {
                return copy(value);
            }
            int negated = negated(v);
            if (negated >= 0 && isChain(negated)) {
                return chain(negated, true, -1);
            }
            return switch (value) {
                case Scalar.Binary(BinaryFunction function, int a, int b)
                        when function == BinaryFunction.ADD && isChain(skipNegation(a)) -> started(a, b);
                case Scalar.Binary(BinaryFunction function, int a, int b)
                        when function == BinaryFunction.ADD && isChain(skipNegation(b)) -> started(b, a);
                case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _,
                        Scalar.Binary _,
                        Scalar.Fma _, Scalar.Select _, Scalar.Fold _ ->
                    copy(value);
            };
        }

        /** A chain, perhaps negated, plus a value to start from. */
        private int started(int chain, int start) {
            int inner = skipNegation(chain);
            return chain(inner, inner != chain, now(start));
        }

        private int skipNegation(int v) {
            return uses[v] == 1 && negated(v) >= 0 ? negated(v) : v;
        }

        /** What a value is the negative of, -1 if there is none: {@code -a}, or a times -1. */
        private int negated(int v) {
            return switch (value(v)) {
                case Scalar.Unary(UnaryFunction function, int a) when function == UnaryFunction.NEGATE -> a;
                case Scalar.Binary(BinaryFunction function, int a, int b)
                        when function == BinaryFunction.MULTIPLY && isMinusOne(b) -> a;
                case Scalar.Binary(BinaryFunction function, int a, int b)
                        when function == BinaryFunction.MULTIPLY && isMinusOne(a) -> b;
                case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _,
                        Scalar.Binary _,
                        Scalar.Fma _, Scalar.Select _, Scalar.Fold _ -> -1;
            };
        }

        private boolean isMinusOne(int v) {
            return value(v) instanceof Scalar.Constant(double value) && value == -1;
        }

        /** Whether a value is a sum of products, of two at least, each of them and each sum needed here only. */
        private boolean isChain(int v) {
            return uses[v] == 1 && value(v) instanceof Scalar.Fma fma && isLink(fma.c());
        }

        private boolean isLink(int first) {
            int v = first;
            while (uses[v] == 1 && value(v) instanceof Scalar.Fma fma) {
                v = fma.c();
            }
            return uses[v] == 1 && isProduct(v);
        }

        private boolean isProduct(int v) {
            return value(v) instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                    && function == BinaryFunction.MULTIPLY;
        }

        /** A chain with its sign changed or not, that starts from a value; from nothing if that is -1. */
        private int chain(int v, boolean isNegated, int start) {
            return switch (value(v)) {
                case Scalar.Fma(int a, int b, int c) ->
                    builder.fma(signed(a, isNegated), now(b), chain(c, isNegated, start));
                case Scalar.Binary(BinaryFunction _, int a, int b) when start < 0 ->
                    builder.multiply(signed(a, isNegated), now(b));
                case Scalar.Binary(BinaryFunction _, int a, int b) ->
                    builder.fma(signed(a, isNegated), now(b), start);
                case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _,
                        Scalar.Select _,
                        Scalar.Fold _ -> throw new IllegalStateException("not a link of a chain");
            };
        }

        private int signed(int v, boolean isNegated) {
            return isNegated ? builder.negate(now(v)) : now(v);
        }
    }
}
