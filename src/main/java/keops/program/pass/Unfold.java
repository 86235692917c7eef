package keops.program.pass;

import java.util.ArrayList;
import java.util.List;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;

/**
 * Writes out the sums over short vectors that are loops per pair: {@code a_1 b_1 + a_2 b_2 + ...}. So they share what
 * their terms have in common with other values, as the differences of a squared distance with those of its gradient,
 * and {@link ShortenChains} can start them from what is added to them. It suits back ends whose compilers unroll such
 * loops anyway. The terms are added in the same order.
 *
 * @param longest the length of the longest vectors that are written out
 */
public record Unfold(int longest) implements Pass {
    @Override
    public Program apply(Program program) {
        return new Unfolded(program, longest).run();
    }

    private static final class Unfolded extends Rewriting {
        private final int longest;
        private final List<Stage> stages;

        Unfolded(Program program, int longest) {
            super(program);
            this.longest = longest;
            this.stages = program.stages();
        }

        @Override
        int rewrite(int v, Scalar value) {
            return value instanceof Scalar.Fold fold && stages.get(v) == Stage.PAIR && fold.length() <= longest
                    ? sum(fold)
                    : copy(value);
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
                    case Scalar.Load load -> now(fold.streams().get(load.argument()).get(k));
                    case Scalar.Supplied supplied -> now(fold.scalars().get(supplied.rank()));
                    case Scalar.Unary u -> builder.unary(u.function(), inBody.get(u.a()));
                    case Scalar.Binary b -> builder.binary(b.function(), inBody.get(b.a()), inBody.get(b.b()));
                    case Scalar.Constant _, Scalar.Index _, Scalar.Fma _, Scalar.Select _, Scalar.Fold _ ->
                        builder.add(value.renumbered(inBody::get));
                });
            }
            return inBody.get(fold.body().outputs().getFirst());
        }
    }
}
