package keops.cuda.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import keops.program.Program;
import keops.program.Scalar;

/**
 * Recognises vectors whose components are the same expression of consecutive components of arguments, such as {@code
 * 0.5 x_k}: their k-th component can be written as an expression of k.
 */
final class Uniform {
    /** Writes loads, and values that do not depend on the component. */
    interface Leaves {
        /** The component of an argument k after the given one; the given one itself for an empty text. */
        String load(Scalar.Load first, String k);

        /** A value that is declared already; else empty. */
        Optional<String> known(int v);
    }

    private final Real real;
    private final Program program;
    private final Leaves leaves;
    private final Map<List<Integer>, Optional<String>> texts = new HashMap<>();
    private final String k;

    /**
     * A recogniser.
     *
     * @param k the text of the index of the component
     */
    Uniform(Real real, Program program, Leaves leaves, String k) {
        this.real = real;
        this.program = program;
        this.leaves = leaves;
        this.k = k;
    }

    /** The expression of the k-th of the given values; empty if they are not uniform. */
    Optional<String> text(List<Integer> values) {
        Optional<String> known = texts.get(values);
        if (known == null) {
            known = find(values);
            texts.put(values, known);
        }
        return known;
    }

    private Optional<String> find(List<Integer> values) {
        int first = values.getFirst();
        if (values.stream().allMatch(v -> v == first)) {
            Optional<String> known = leaves.known(first);
            if (known.isPresent()) {
                return known;
            }
            if (program.values().get(first) instanceof Scalar.Load load) {
                return Optional.of(leaves.load(load, ""));
            }
        }
        return switch (program.values().get(first)) {
            case Scalar.Constant constant -> values.stream().allMatch(v -> program.values().get(v).equals(constant))
                    ? Optional.of(real.literal(constant.value()))
                    : Optional.empty();
            case Scalar.Load load -> isRun(values, load) ? Optional.of(leaves.load(load, k)) : Optional.empty();
            case Scalar.Unary u -> operand(values, 0).map(a -> "(" + real.unary(u.function(), a) + ")");
            case Scalar.Binary b -> operand(values, 0).flatMap(
                    a -> operand(values, 1).map(c -> "(" + real.binary(b.function(), a, c) + ")"));
            case Scalar.Fma _, Scalar.Index _, Scalar.Supplied _, Scalar.Select _, Scalar.Fold _ -> Optional.empty();
        };
    }

    private boolean isRun(List<Integer> values, Scalar.Load first) {
        return IntStream.range(0, values.size()).allMatch(at -> program.values().get(values.get(at))
                .equals(new Scalar.Load(first.argument(), first.component() + at, first.stage())));
    }

    /** The expression of an operand of all values, if they are the same operation. */
    private Optional<String> operand(List<Integer> values, int number) {
        Scalar first = program.values().get(values.getFirst());
        boolean isSame = values.stream().allMatch(v ->
                program.values().get(v).renumbered(_ -> 0).equals(first.renumbered(_ -> 0)));
        return isSame
                ? text(values.stream().map(v -> program.values().get(v).operands().get(number)).toList())
                : Optional.empty();
    }
}
