package keops.program;

import java.util.ArrayList;
import java.util.List;

/**
 * A formula in scalar arithmetic: numbered values, each made from earlier ones, no value written twice, each with the
 * stage that says how often it must be computed. It knows nothing of vectors.
 *
 * @param values the values; operands come before what uses them
 * @param outputs the numbers of the values that are the components of the formula
 */
public record Program(List<Scalar> values, List<Integer> outputs) {
    /** More scalar values than any sensible formula has; a program of this size takes some 200 MB to make. */
    public static final int LARGEST = 1_000_000;

    /** Copies the lists. */
    public Program {
        values = List.copyOf(values);
        outputs = List.copyOf(outputs);
    }

    /** The stage of each value. */
    public List<Stage> stages() {
        var stages = new ArrayList<Stage>(values.size());
        for (Scalar value : values) {
            stages.add(stage(value, stages));
        }
        return stages;
    }

    /** The stage of a value whose operands have the given stages. */
    static Stage stage(Scalar value, List<Stage> stages) {
        return switch (value) {
            case Scalar.Constant _ -> Stage.CONSTANT;
            case Scalar.Load l -> l.stage();
            case Scalar.Index i -> i.stage();
            case Scalar.Supplied s -> s.stage();
            case Scalar.Unary _, Scalar.Binary _, Scalar.Fma _, Scalar.Select _, Scalar.Fold _ -> {
                Stage stage = Stage.CONSTANT;
                for (int operand : value.operands()) {
                    stage = stage.join(stages.get(operand));
                }
                yield stage;
            }
        };
    }

    /** How often each value is used, as an operand or as an output. */
    public int[] uses() {
        int[] uses = new int[values.size()];
        for (Scalar value : values) {
            for (int operand : value.operands()) {
                uses[operand]++;
            }
        }
        for (int output : outputs) {
            uses[output]++;
        }
        return uses;
    }

    /**
     * How often each value is used by what is computed together: the first outputs are apart, and so are differences to
     * what a back end supplies, with which exponents are made relative as they were rounded.
     *
     * @param firstOutput the first output that is not apart
     */
    public int[] usesFrom(int firstOutput) {
        int[] uses = uses();
        outputs.subList(0, firstOutput).forEach(output -> uses[output]--);
        for (Scalar value : values) {
            if (value instanceof Scalar.Binary(BinaryFunction function, int a, int b)
                    && function == BinaryFunction.SUBTRACT
                    && values.get(b) instanceof Scalar.Supplied) {
                uses[a]--;
            }
        }
        return uses;
    }

    /** The number of values that are computed per pair, each term of a fold counted with the addition to the sum. */
    public long operationsPerPair() {
        List<Stage> stages = stages();
        long operations = 0;
        for (int v = 0; v < stages.size(); v++) {
            if (stages.get(v) == Stage.PAIR && !isRounded(v)) {
                operations += values.get(v) instanceof Scalar.Fold fold
                        ? fold.length() * (1L + fold.body().operations())
                        : 1;
            }
        }
        return operations;
    }

    /** Whether a value is another, as it is rounded, which is no operation. */
    public boolean isRounded(int v) {
        return values.get(v) instanceof Scalar.Unary(UnaryFunction function, int _)
                && function == UnaryFunction.ROUNDED;
    }

    /** Which values are parts of rounded ones. */
    public boolean[] partsOfRounded() {
        boolean[] parts = new boolean[values.size()];
        for (int v = parts.length - 1; v >= 0; v--) {
            if (parts[v] || isRounded(v)) {
                values.get(v).operands().forEach(operand -> parts[operand] = true);
            }
        }
        return parts;
    }

    private long operations() {
        return values.stream().filter(value -> !value.operands().isEmpty()).count();
    }
}
