package keops.program;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes out the sums over short vectors that are loops per pair: {@code a_1 b_1 + a_2 b_2 + ...}. So they
 * share what their terms have in common with other values, as the differences of a squared distance with those of its
 * gradient, and {@link Chains} can start them from what is added to them. It suits back ends whose compilers unroll
 * such loops anyway.
 */
public final class Unfold {
    private final ProgramBuilder builder = ProgramBuilder.unlimited();
    private final List<Integer> rewritten = new ArrayList<>();

    private Unfold() {}

    /**
     * The same outputs, with the terms added in the same order.
     *
     * @param longest the length of the longest vectors that are written out
     */
    public static Program apply(Program program, int longest) {
        var pass = new Unfold();
        List<Stage> stages = program.stages();
        for (int v = 0; v < stages.size(); v++) {
            Scalar value = program.values().get(v);
            pass.rewritten.add(value instanceof Scalar.Fold fold && stages.get(v) == Stage.PAIR && fold.length() <= longest
                    ? pass.sum(fold)
                    : pass.builder.add(value.renumbered(pass.rewritten::get)));
        }
        return pass.builder.build(program.outputs().stream().map(pass.rewritten::get).toList());
    }

    private int sum(Scalar.Fold fold) {
        int sum = term(fold, 0);
        for (int k = 1; k < fold.length(); k++) {
            sum = builder.add(sum, term(fold, k));
        }
        return sum;
    }

    private int term(Scalar.Fold fold, int k) {
        var inBody = new ArrayList<Integer>();
        for (Scalar value : fold.body().values()) {
            inBody.add(switch (value) {
                case Scalar.Load load -> rewritten.get(fold.streams().get(load.argument()).get(k));
                case Scalar.Supplied supplied -> rewritten.get(fold.scalars().get(supplied.rank()));
                case Scalar.Unary u -> builder.unary(u.function(), inBody.get(u.a()));
                case Scalar.Binary b -> builder.binary(b.function(), inBody.get(b.a()), inBody.get(b.b()));
                case Scalar.Constant _, Scalar.Index _, Scalar.Fma _, Scalar.Select _, Scalar.Fold _ ->
                    builder.add(value.renumbered(inBody::get));
            });
        }
        return inBody.get(fold.body().outputs().getFirst());
    }
}
