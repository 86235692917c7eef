package keops.program.pass;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.ProgramBuilder;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.UnaryFunction;

/**
 * The shell of passes that order products so that each part is computed at its stage: {@code -(g s)} with a parameter g
 * becomes {@code (-g) s}; a division by a value of an earlier stage becomes a product: {@code s / p = s (1/p)}; factors
 * of an exponent fold into base 2: {@code exp(g s) = 2^((g log2 e) s)}. Such passes differ in what they make of the
 * outputs, whose products are taken apart too.
 *
 * <p>A quotient that decides something stays a quotient: 49 (1/49) is below 1, and its floor would be 0.
 */
class ProductRewriting extends Rewriting {
    private final List<Stage> stages;
    private final int[] uses;
    private final boolean[] decides;
    /** Whether the result must not depend on which axis is called rows. */
    private final boolean isOfEitherAxis;
    /** Shared products taken apart, where outputs are: without what leaves the sum, if others are parts of them. */
    private final Map<Integer, Factors> shared = new HashMap<>();
    /** Of which stages factors leave the sum of an output; nothing while there is no sum to leave. */
    private Predicate<Stage> leavesSum;

    ProductRewriting(Program program) {
        this(program, false);
    }

    ProductRewriting(Program program, boolean isOfEitherAxis) {
        super(program);
        this.isOfEitherAxis = isOfEitherAxis;
        this.stages = program.stages();
        this.uses = program.uses();
        this.decides = decisions(program);
    }

    /** The values on which a floor or a comparison depends: there, a rounding error may be as large as the result. */
    private static boolean[] decisions(Program program) {
        boolean[] decides = new boolean[program.values().size()];
        for (int v = decides.length - 1; v >= 0; v--) {
            Scalar value = program.values().get(v);
            if (decides[v] || value instanceof Scalar.Unary(UnaryFunction function, int _)
                    && function == UnaryFunction.FLOOR) {
                value.operands().forEach(operand -> decides[operand] = true);
            } else if (value instanceof Scalar.Select select) {
                decides[select.a()] = true;
                decides[select.b()] = true;
            }
        }
        return decides;
    }

    /** A program that is computed by itself: the term of a fold, or a value that is rounded. */
    private static Program alone(Program program, boolean isOfEitherAxis) {
        return Contract.all().apply(new ProductRewriting(program, isOfEitherAxis).run());
    }

    /** A sum over terms begins: factors of its outputs are collected until another one begins. */
    final void beginSum(Predicate<Stage> isFixed) {
        leavesSum = isFixed;
        shared.clear();
    }

    @Override
    final int rewrite(int v, Scalar value) {
        return switch (value) {
            case Scalar.Unary(UnaryFunction function, int a) when function == UnaryFunction.EXP -> exponential(a);
            case Scalar.Unary(UnaryFunction function, int a) when function == UnaryFunction.ROUNDED -> rounded(a);
            case Scalar.Unary(UnaryFunction function, int _) when function == UnaryFunction.NEGATE -> product(v);
            case Scalar.Binary(BinaryFunction function, int _, int _)
                    when function == BinaryFunction.MULTIPLY || function == BinaryFunction.DIVIDE -> product(v);
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _,
                    Scalar.Fma _, Scalar.Select _ -> copy(value);
            case Scalar.Fold f -> copy(new Scalar.Fold(f.streams(), f.scalars(), alone(f.body(), isOfEitherAxis)));
        };
    }

    /** {@code v log2 e}, which is e where v is {@code log 2^e}. */
    final int binaryExponent(int v) {
        if (value(v) instanceof Scalar.Unary(UnaryFunction outer, int power)
                && outer == UnaryFunction.LOG
                && value(power) instanceof Scalar.Unary(UnaryFunction inner, int exponent)
                && inner == UnaryFunction.EXP2) {
            return now(exponent);
        }
        Factors product = new Factors();
        collect(v, true, product);
        product.coefficient *= ScaleExponents.LOG2_E;
        return product.product(builder);
    }

    /** {@code exp(f - shift)}, for a negated shift that is supplied: rank 0. */
    final int relativePower(int exponent) {
        int relative = builder.add(exponent, builder.add(new Scalar.Supplied(0, Stage.ROW)));
        return builder.unary(UnaryFunction.EXP2, builder.multiply(relative, builder.constant(ScaleExponents.LOG2_E)));
    }

    /**
     * Writes the terms of sums of exponentials: a power times 1 or times the weights.
     *
     * @param sums the number of sums: as many as there are weights, or one more for the sum of the bare exponentials
     * @param terms where they are added
     */
    final void addTerms(int power, int sums, List<Integer> terms) {
        List<Integer> given = program.outputs();
        for (int k = given.size() - sums; k < given.size(); k++) {
            terms.add(k == 0 ? power : builder.multiply(power, now(given.get(k))));
        }
    }

    private int product(int v) {
        Factors product = new Factors();
        collect(v, true, product);
        return product.isMixed(builder) ? whole(product) : copy(value(v));
    }

    private int whole(Factors product) {
        return isOfEitherAxis ? product.productOfEitherAxis(builder) : product.product(builder);
    }

    /** A value that is rewritten as if it stood alone, and marked so that what comes later leaves it as it is. */
    final int rounded(int v) {
        var alone = ProgramBuilder.unlimited();
        program.values().subList(0, v + 1).forEach(alone::add);
        Program ordered = alone(alone.build(List.of(v)), true);
        return builder.unary(UnaryFunction.ROUNDED, copyAll(ordered, builder).get(ordered.outputs().getFirst()));
    }

    /** exp(c e) = 2^((c log2 e) e), where the multiplication by c has to be done anyway. */
    private int exponential(int exponent) {
        Factors product = new Factors();
        collect(exponent, true, product);
        if (!product.isMixed(builder)) {
            return builder.exp(now(exponent));
        }
        product.coefficient *= ScaleExponents.LOG2_E;
        return builder.unary(UnaryFunction.EXP2, whole(product));
    }

    /**
     * Adds a part that others use too: as it is, or, in the outputs of a sum, in two. What is the same for all terms
     * leaves the sum; what is left is shared as before.
     */
    private void addShared(int v, Factors factors) {
        if (leavesSum == null) {
            factors.values.add(now(v));
            return;
        }
        Factors parts = shared.get(v);
        if (parts == null) {
            parts = new Factors();
            collect(v, true, parts);
            shared.put(v, parts);
        }
        if (parts.isMixed(builder)) {
            factors.coefficient *= parts.coefficient;
            parts.values.stream().filter(value -> leavesSum.test(builder.stage(value))).forEach(factors.values::add);
            factors.values.add(parts.varying(builder, leavesSum));
        } else {
            factors.values.add(now(v));
        }
    }

    /** Takes a product apart; a part that others use too stays whole. */
    final void collect(int v, boolean isRoot, Factors factors) {
        Scalar value = value(v);
        if (value instanceof Scalar.Constant(double c)) {
            factors.coefficient *= c;
        } else if (!isRoot && uses[v] > 1) {
            addShared(v, factors);
        } else if (value instanceof Scalar.Unary(UnaryFunction function, int a) && function == UnaryFunction.NEGATE) {
            factors.coefficient = -factors.coefficient;
            collect(a, false, factors);
        } else if (value instanceof Scalar.Binary(BinaryFunction function, int a, int b)
                && function == BinaryFunction.MULTIPLY) {
            collect(a, false, factors);
            collect(b, false, factors);
        } else if (value instanceof Scalar.Binary(BinaryFunction function, int a, int b)
                && function == BinaryFunction.DIVIDE
                && stages.get(b) != stages.get(v)
                && !decides[v]) {
            collect(a, false, factors);
            factors.values.add(builder.divide(builder.constant(1), now(b)));
        } else if (isRoot && value instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.DIVIDE) {
            factors.values.add(copy(value));
        } else {
            factors.values.add(now(v));
        }
    }
}
