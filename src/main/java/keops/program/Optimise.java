package keops.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Rewrites a program so that less is left to do per pair, by the laws of real arithmetic; results change by rounding
 * only. Products are ordered so that each part is computed at its stage: {@code -(g s)} with a parameter g becomes
 * {@code (-g) s}; a division by a value of an earlier stage becomes a product: {@code s / p = s (1/p)}; factors of an
 * exponent fold into base 2: {@code exp(g s) = 2^((g log2 e) s)}; sums of products contract to fused multiply-adds.
 *
 * <p>A quotient that decides something stays a quotient: 49 (1/49) is below 1, and its floor would be 0.
 */
public final class Optimise {
    private final Program program;
    private final List<Stage> stages;
    private final int[] uses;
    private final boolean[] decides;
    private final int[] rewritten;
    /** Whether the result must not depend on which axis is called rows. */
    private final boolean isOfEitherAxis;
    private final ProgramBuilder builder = ProgramBuilder.unlimited();
    /** Shared products taken apart, where outputs are: without what leaves the sum, if others are parts of them. */
    private final Map<Integer, Factors> shared = new HashMap<>();
    /** Of which stages factors leave the sum of an output; nothing while there is no sum to leave. */
    private Predicate<Stage> leavesSum;

    private Optimise(Program program) {
        this(program, false);
    }

    private Optimise(Program program, boolean isOfEitherAxis) {
        this.program = program;
        this.isOfEitherAxis = isOfEitherAxis;
        this.stages = program.stages();
        this.uses = program.uses();
        this.decides = decisions(program);
        this.rewritten = new int[program.values().size()];
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

    /** The same outputs with less work per pair. */
    public static Program apply(Program program) {
        return apply(program, false);
    }

    private static Program apply(Program program, boolean isOfEitherAxis) {
        var optimise = new Optimise(program, isOfEitherAxis);
        optimise.rewriteAll();
        return Contract.apply(optimise.builder.build(
                program.outputs().stream().map(output -> optimise.rewritten[output]).toList()));
    }

    /**
     * The program of a sum over columns, with factors that are fixed in a row taken out: of its 2n outputs, the first n
     * are to be summed, and the sums are to be multiplied by the last n.
     */
    public static Program forSum(Program program) {
        return forSums(program, 0, 0);
    }

    /**
     * The program of sums over columns and, for some outputs, over rows: from the latter, factors that are fixed in a column
     * are taken out.
     *
     * @param byColumn the first output that is summed over rows
     * @param count the number of these
     */
    public static Program forSums(Program program, int byColumn, int count) {
        var optimise = new Optimise(program);
        optimise.rewriteAll();
        var summed = new ArrayList<Integer>();
        var factors = new ArrayList<Integer>();
        for (int k = 0; k < program.outputs().size(); k++) {
            if (k == 0 || k == byColumn || k == byColumn + count) {
                boolean isByColumn = byColumn <= k && k < byColumn + count;
                optimise.leavesSum = isByColumn ? Stage::isFixedInColumn : Stage::isFixedInRow;
                optimise.shared.clear();
            }
            Factors product = new Factors();
            optimise.collect(program.outputs().get(k), true, product);
            summed.add(product.varying(optimise.builder, optimise.leavesSum));
            factors.add(product.fixed(optimise.builder, optimise.leavesSum));
        }
        summed.addAll(factors);
        return Contract.apply(optimise.builder.build(summed));
    }

    /**
     * The program of sums of exponentials: its first output is the exponent f, after which come the terms of the sums in
     * two forms, {@code exp(f - shift)} times 1 or times the weights, and {@code 2^(f log2 e - shift)} times these. The
     * second form takes fewer operations, and its rounding error grows with the size of f. In the first, f is what the
     * first output is, bit by bit: f less the largest f is never positive. The negated shifts are supplied for each row:
     * rank 0 for the first form, rank 1 for the second.
     *
     * @param program exponent and weights
     * @param sums the number of sums: as many as there are weights, or one more for the sum of the bare exponentials
     */
    public static Program forExponentials(Program program, int sums) {
        var optimise = new Optimise(program);
        optimise.rewriteAll();
        ProgramBuilder builder = optimise.builder;
        int exponent = optimise.rounded(program.outputs().getFirst());
        var outputs = new ArrayList<Integer>(List.of(exponent));
        optimise.addTerms(optimise.relativePower(exponent), sums, outputs);
        int binary = optimise.binaryExponent(program.outputs().getFirst());
        int shifted = builder.add(binary, builder.add(new Scalar.Supplied(1, Stage.ROW)));
        optimise.addTerms(builder.unary(UnaryFunction.EXP2, shifted), sums, outputs);
        return Contract.applyFrom(builder.build(outputs), 1);
    }

    /**
     * The program of sums of exponentials relative to exponents: its first output is the exponent f, the second the bare
     * power {@code exp(f - shift)}, in which f has the bits of the first; the others are the powers times 1 or times the
     * weights. The negated shift is supplied.
     *
     * @param program exponent and weights
     * @param sums the number of sums, as for {@link #forExponentials}
     */
    public static Program forShiftedSums(Program program, int sums) {
        var optimise = new Optimise(program);
        optimise.rewriteAll();
        int exponent = optimise.rounded(program.outputs().getFirst());
        int power = optimise.relativePower(exponent);
        var outputs = new ArrayList<Integer>(List.of(exponent, power));
        optimise.addTerms(power, sums, outputs);
        return Contract.apply(optimise.builder.build(outputs));
    }

    /** exp(f - shift), for a negated shift that is supplied. */
    private int relativePower(int exponent) {
        int relative = builder.add(exponent, builder.add(new Scalar.Supplied(0, Stage.ROW)));
        return builder.unary(UnaryFunction.EXP2, builder.multiply(relative, builder.constant(ScaleExponents.LOG2_E)));
    }

    private void addTerms(int power, int sums, List<Integer> outputs) {
        List<Integer> given = program.outputs();
        for (int k = given.size() - sums; k < given.size(); k++) {
            outputs.add(k == 0 ? power : builder.multiply(power, rewritten[given.get(k)]));
        }
    }

    /**
     * The program of sums of exponentials whose shifts are exponents in base 2: its first output is the exponent
     * {@code f log2 e}; then come the terms of the sums in two forms, of each the bare power
     * {@code 2^(f log2 e - shift)} first and the powers times 1 or times the weights after it. The first form shifts and
     * multiplies at once, whose rounding error grows with the size of the shift; it takes the negated shift, which is
     * supplied, rank 0. The second takes the exponent with the bits of the first output, and the shift itself, rank 1. An
     * exponent that is written {@code log 2^e} is e in base 2.
     *
     * @param program exponent and weights
     * @param sums the number of sums: as many as there are weights, or one more for the sum of the bare exponentials
     */
    public static Program forPowers(Program program, int sums) {
        var optimise = new Optimise(program);
        optimise.rewriteAll();
        ProgramBuilder builder = optimise.builder;
        int exponent = optimise.binaryExponent(program.outputs().getFirst());
        var outputs = new ArrayList<Integer>(List.of(exponent));
        for (int shifted : new int[] {
            builder.add(exponent, builder.add(new Scalar.Supplied(0, Stage.ROW))),
            builder.subtract(exponent, builder.add(new Scalar.Supplied(1, Stage.ROW)))
        }) {
            int power = builder.unary(UnaryFunction.EXP2, shifted);
            outputs.add(power);
            optimise.addTerms(power, sums, outputs);
        }
        // A sum of squares takes its shift at the start of its chain, which costs nothing.
        return optimise.isNegatedSum(exponent)
                ? Contract.apply(builder.build(outputs))
                : Contract.applyFrom(builder.build(outputs), 1);
    }

    /** Whether a value is the negative of a sum: {@code -(a + b)}, or the sum times -1. */
    private boolean isNegatedSum(int v) {
        int inner = switch (builder.value(v)) {
            case Scalar.Unary(UnaryFunction function, int a) when function == UnaryFunction.NEGATE -> a;
            case Scalar.Binary(BinaryFunction function, int a, int b)
                    when function == BinaryFunction.MULTIPLY
                            && builder.value(a) instanceof Scalar.Constant(double factor)
                            && factor == -1 -> b;
            case Scalar.Binary(BinaryFunction function, int a, int b)
                    when function == BinaryFunction.MULTIPLY
                            && builder.value(b) instanceof Scalar.Constant(double factor)
                            && factor == -1 -> a;
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _,
                    Scalar.Fma _, Scalar.Select _, Scalar.Fold _ -> v;
        };
        return inner != v
                && builder.value(inner) instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.ADD;
    }

    /** {@code v log2 e}, which is e where v is {@code log 2^e}. */
    private int binaryExponent(int v) {
        if (program.values().get(v) instanceof Scalar.Unary(UnaryFunction outer, int power)
                && outer == UnaryFunction.LOG
                && program.values().get(power) instanceof Scalar.Unary(UnaryFunction inner, int exponent)
                && inner == UnaryFunction.EXP2) {
            return rewritten[exponent];
        }
        Factors product = new Factors();
        collect(v, true, product);
        product.coefficient *= ScaleExponents.LOG2_E;
        return product.product(builder);
    }

    /** The program of candidates for the K smallest: the values, and for each a threshold that is supplied per row. */
    public static Program forCandidates(Program program) {
        var optimise = new Optimise(program);
        optimise.rewriteAll();
        var outputs = new ArrayList<Integer>();
        program.outputs().forEach(output -> outputs.add(optimise.rewritten[output]));
        for (int k = 0; k < program.outputs().size(); k++) {
            outputs.add(optimise.builder.add(new Scalar.Supplied(k, Stage.ROW)));
        }
        return Contract.apply(optimise.builder.build(outputs));
    }

    private void rewriteAll() {
        for (int v = 0; v < rewritten.length; v++) {
            rewritten[v] = rewrite(v);
        }
    }

    private int rewrite(int v) {
        Scalar value = program.values().get(v);
        return switch (value) {
            case Scalar.Unary(UnaryFunction function, int a) when function == UnaryFunction.EXP -> exponential(a);
            case Scalar.Unary(UnaryFunction function, int a) when function == UnaryFunction.ROUNDED -> rounded(a);
            case Scalar.Unary(UnaryFunction function, int _) when function == UnaryFunction.NEGATE -> product(v);
            case Scalar.Binary(BinaryFunction function, int _, int _)
                    when function == BinaryFunction.MULTIPLY || function == BinaryFunction.DIVIDE -> product(v);
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _, Scalar.Fma _,
                    Scalar.Select _ -> same(value);
            case Scalar.Fold f -> same(new Scalar.Fold(f.streams(), f.scalars(), apply(f.body(), isOfEitherAxis)));
        };
    }

    private int same(Scalar value) {
        return builder.add(value.renumbered(operand -> rewritten[operand]));
    }

    private int product(int v) {
        Factors product = new Factors();
        collect(v, true, product);
        return product.isMixed(builder) ? whole(product) : same(program.values().get(v));
    }

    private int whole(Factors product) {
        return isOfEitherAxis ? product.productOfEitherAxis(builder) : product.product(builder);
    }

    /** A value that is rewritten as if it stood alone, and marked so that what comes later leaves it as it is. */
    private int rounded(int v) {
        var alone = ProgramBuilder.unlimited();
        program.values().subList(0, v + 1).forEach(alone::add);
        Program optimised = apply(alone.build(List.of(v)), true);
        var numbers = new ArrayList<Integer>();
        optimised.values().forEach(value -> numbers.add(builder.add(value.renumbered(numbers::get))));
        return builder.unary(UnaryFunction.ROUNDED, numbers.get(optimised.outputs().getFirst()));
    }

    /** exp(c e) = 2^((c log2 e) e), where the multiplication by c has to be done anyway. */
    private int exponential(int exponent) {
        Factors product = new Factors();
        collect(exponent, true, product);
        if (!product.isMixed(builder)) {
            return builder.exp(rewritten[exponent]);
        }
        product.coefficient *= ScaleExponents.LOG2_E;
        return builder.unary(UnaryFunction.EXP2, whole(product));
    }

    /**
     * Adds a part that others use too: as it is, or, in the outputs of a sum, in two. What is the same for all terms leaves
     * the sum; what is left is shared as before.
     */
    private void addShared(int v, Factors factors) {
        if (leavesSum == null) {
            factors.values.add(rewritten[v]);
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
            factors.values.add(rewritten[v]);
        }
    }

    /** Takes a product apart; a part that others use too stays whole. */
    private void collect(int v, boolean isRoot, Factors factors) {
        Scalar value = program.values().get(v);
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
            factors.values.add(builder.divide(builder.constant(1), rewritten[b]));
        } else if (isRoot && value instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.DIVIDE) {
            factors.values.add(same(value));
        } else {
            factors.values.add(rewritten[v]);
        }
    }
}
