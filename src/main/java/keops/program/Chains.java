package keops.program;

import java.util.HashMap;
import java.util.Map;

/**
 * Shortens chains of products that are added: {@code -(a b + c)} becomes {@code (-a) b + (-c)}, where a machine negates
 * operands for nothing, and {@code (a b + c d) + z} becomes {@code a b + (c d + z)}, two fused operations instead of
 * three. Only chains that nobody else needs are changed, and none in values that are {@link UnaryFunction#ROUNDED}.
 */
public final class Chains {
    private final Program program;
    private final int[] uses;
    private final boolean[] isRounded;
    private final ProgramBuilder builder = ProgramBuilder.unlimited();
    private final Map<Integer, Integer> rewritten = new HashMap<>();

    private Chains(Program program, int apart) {
        this.program = program;
        this.uses = program.usesFrom(apart);
        this.isRounded = Rounded.parts(program);
    }

    /**
     * The same outputs by shorter chains; all sums of products must be fused already.
     *
     * @param apart how many of the first outputs are computed apart from the others, so that nothing is shared with them
     */
    public static Program apply(Program program, int apart) {
        var pass = new Chains(program, apart);
        for (int v = 0; v < program.values().size(); v++) {
            pass.rewritten.put(v, pass.rewrite(v));
        }
        return Rounded.dropped(pass.builder.build(program.outputs().stream().map(pass.rewritten::get).toList()));
    }

    private int rewrite(int v) {
        if (isRounded[v]) {
            return builder.add(program.values().get(v).renumbered(rewritten::get));
        }
        int negated = negated(v);
        if (negated >= 0 && isChain(negated)) {
            return chain(negated, true, -1);
        }
        return switch (program.values().get(v)) {
            case Scalar.Binary(BinaryFunction function, int a, int b)
                    when function == BinaryFunction.ADD && isChain(skipNegation(a)) -> started(a, b);
            case Scalar.Binary(BinaryFunction function, int a, int b)
                    when function == BinaryFunction.ADD && isChain(skipNegation(b)) -> started(b, a);
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _,
                    Scalar.Fma _, Scalar.Select _, Scalar.Fold _ ->
                builder.add(program.values().get(v).renumbered(rewritten::get));
        };
    }

    /** A chain, perhaps negated, plus a value to start from. */
    private int started(int chain, int start) {
        int inner = skipNegation(chain);
        return chain(inner, inner != chain, rewritten.get(start));
    }

    private int skipNegation(int v) {
        return uses[v] == 1 && negated(v) >= 0 ? negated(v) : v;
    }

    /** What a value is the negative of, -1 if there is none: {@code -a}, or a times -1. */
    private int negated(int v) {
        return switch (program.values().get(v)) {
            case Scalar.Unary(UnaryFunction function, int a) when function == UnaryFunction.NEGATE -> a;
            case Scalar.Binary(BinaryFunction function, int a, int b)
                    when function == BinaryFunction.MULTIPLY && isMinusOne(b) -> a;
            case Scalar.Binary(BinaryFunction function, int a, int b)
                    when function == BinaryFunction.MULTIPLY && isMinusOne(a) -> b;
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _,
                    Scalar.Fma _, Scalar.Select _, Scalar.Fold _ -> -1;
        };
    }

    private boolean isMinusOne(int v) {
        return program.values().get(v) instanceof Scalar.Constant(double value) && value == -1;
    }

    /** Whether a value is a sum of products, of two at least, each of them and each sum needed here only. */
    private boolean isChain(int v) {
        return uses[v] == 1 && program.values().get(v) instanceof Scalar.Fma fma && isLink(fma.c());
    }

    private boolean isLink(int first) {
        int v = first;
        while (uses[v] == 1 && program.values().get(v) instanceof Scalar.Fma fma) {
            v = fma.c();
        }
        return uses[v] == 1 && isProduct(v);
    }

    private boolean isProduct(int v) {
        return program.values().get(v) instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.MULTIPLY;
    }

    /** A chain with its sign changed or not, that starts from a value; from nothing if that is -1. */
    private int chain(int v, boolean isNegated, int start) {
        return switch (program.values().get(v)) {
            case Scalar.Fma(int a, int b, int c) ->
                builder.fma(signed(a, isNegated), rewritten.get(b), chain(c, isNegated, start));
            case Scalar.Binary(BinaryFunction _, int a, int b) when start < 0 ->
                builder.multiply(signed(a, isNegated), rewritten.get(b));
            case Scalar.Binary(BinaryFunction _, int a, int b) ->
                builder.fma(signed(a, isNegated), rewritten.get(b), start);
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Select _,
                    Scalar.Fold _ -> throw new IllegalStateException("not a link of a chain");
        };
    }

    private int signed(int v, boolean isNegated) {
        return isNegated ? builder.negate(rewritten.get(v)) : rewritten.get(v);
    }
}
