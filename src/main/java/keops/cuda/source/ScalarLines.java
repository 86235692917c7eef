package keops.cuda.source;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;

/** Writes the values of a program as lines of CUDA C, each value once: {@code const float v7 = v5 * v6;}. */
final class ScalarLines {
    /** The values that are not operations. */
    interface Leaves {
        /** A component of an argument. */
        String load(Scalar.Load load);

        /** The index of the row or column. */
        String index(Scalar.Index index);

        /** A value that the kernel supplies. */
        String supplied(Scalar.Supplied supplied);

        /** A component of a vector, from the text of its index; empty if the vector is not in an array. */
        String element(List<Integer> stream, String index);
    }

    private static final int LONGEST_UNROLLED = 128;

    private final Code code;
    private final Real real;
    private final String prefix;
    private final Program program;
    private final Leaves leaves;
    private final Map<Integer, String> known;

    /**
     * A writer.
     *
     * @param known the texts of values that are declared already
     */
    ScalarLines(Code code, Real real, Program program, Leaves leaves, Map<Integer, String> known) {
        this(code, real, "v", program, leaves, known);
    }

    private ScalarLines(
            Code code, Real real, String prefix, Program program, Leaves leaves, Map<Integer, String> known) {
        this.code = code;
        this.real = real;
        this.prefix = prefix;
        this.program = program;
        this.leaves = leaves;
        this.known = new HashMap<>(known);
    }

    /** Writes values, and before them the values on which they depend. */
    ScalarLines write(List<Integer> targets) {
        for (int v : missing(targets)) {
            Scalar value = program.values().get(v);
            if (value instanceof Scalar.Fold fold) {
                writeFold(prefix + v, fold);
            } else {
                code.add("const " + real.cType() + " " + prefix + v + " = " + text(value) + ";");
            }
            known.put(v, prefix + v);
        }
        return this;
    }

    /** The text of a value that was written, or of a constant. */
    String text(int v) {
        return program.values().get(v) instanceof Scalar.Constant(double value) ? real.literal(value) : known.get(v);
    }

    /** Writes the addition of a value to a sum; a product without other uses is added by an FMA. */
    void addTo(String sum, int v) {
        if (!known.containsKey(v)
                && program.values().get(v) instanceof Scalar.Binary(BinaryFunction function, int a, int b)
                && function == BinaryFunction.MULTIPLY) {
            write(List.of(a, b));
            code.add(sum + " = " + real.fma(text(a), text(b), sum) + ";");
        } else {
            write(List.of(v));
            code.add(sum + " += " + text(v) + ";");
        }
    }

    private SortedSet<Integer> missing(List<Integer> targets) {
        var missing = new TreeSet<Integer>();
        var waiting = new ArrayDeque<>(targets);
        while (!waiting.isEmpty()) {
            int v = waiting.pop();
            Scalar value = program.values().get(v);
            if (known.containsKey(v) || value instanceof Scalar.Constant || !missing.add(v)) {
                continue;
            }
            if (value instanceof Scalar.Fold fold) {
                waiting.addAll(fold.scalars());
                fold.streams().stream()
                        .filter(stream -> leaves.element(stream, "0") == null)
                        .forEach(waiting::addAll);
            } else {
                waiting.addAll(value.operands());
            }
        }
        return missing;
    }

    private String text(Scalar value) {
        return switch (value) {
            case Scalar.Constant(double c) -> real.literal(c);
            case Scalar.Load load -> leaves.load(load);
            case Scalar.Index index -> leaves.index(index);
            case Scalar.Supplied supplied -> leaves.supplied(supplied);
            case Scalar.Unary u -> real.unary(u.function(), text(u.a()));
            // Not even fast math may contract the product of an exponent with the subtraction of its shift.
            case Scalar.Binary b -> program.values().get(b.b()) instanceof Scalar.Supplied
                    ? real.rounded(b.function(), text(b.a()), text(b.b()))
                    : real.binary(b.function(), text(b.a()), text(b.b()));
            case Scalar.Fma f -> real.fma(text(f.a()), text(f.b()), text(f.c()));
            case Scalar.Select s -> Real.select(
                    s.comparison(), text(s.a()), text(s.b()), text(s.then()), text(s.otherwise()));
            case Scalar.Fold _ -> throw new IllegalStateException("a sum is not an expression");
        };
    }

    private void writeFold(String name, Scalar.Fold fold) {
        code.add(real.cType() + " " + name + " = " + real.literal(0) + ";");
        var elements = new HashMap<List<Integer>, String>();
        for (int s = 0; s < fold.streams().size(); s++) {
            List<Integer> stream = fold.streams().get(s);
            String array = name + "_" + s;
            if (leaves.element(stream, "k") == null) {
                code.add("const " + real.cType() + " " + array + "[" + fold.length() + "] = {"
                        + String.join(", ", stream.stream().map(this::text).toList()) + "};");
                elements.put(stream, array + "[k]");
            } else {
                elements.put(stream, leaves.element(stream, "k"));
            }
        }
        code.add(fold.length() <= LONGEST_UNROLLED ? "#pragma unroll" : "#pragma unroll 8");
        code.add("for (int k = 0; k < " + fold.length() + "; k++) {");
        writeTerm(name, fold, elements::get);
        code.add("}");
    }

    /**
     * Writes one term of a sum over vectors, added to the sum.
     *
     * @param elements the components of the vectors
     */
    void writeTerm(String sum, Scalar.Fold fold, Function<List<Integer>, String> elements) {
        write(fold.scalars());
        new ScalarLines(code, real, "t", fold.body(), new Leaves() {
                    @Override
                    public String load(Scalar.Load load) {
                        return elements.apply(fold.streams().get(load.argument()));
                    }

                    @Override
                    public String index(Scalar.Index index) {
                        throw new IllegalStateException("a term has no index of its own");
                    }

                    @Override
                    public String supplied(Scalar.Supplied supplied) {
                        return text(fold.scalars().get(supplied.rank()));
                    }

                    @Override
                    public String element(List<Integer> stream, String index) {
                        throw new IllegalStateException("a term has no vectors");
                    }
                }, Map.of())
                .addTo(sum, fold.body().outputs().getFirst());
    }
}
