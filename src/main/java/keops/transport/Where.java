package keops.transport;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import keops.Genred;
import keops.GenredBuilder;
import keops.call.CallWatch;
import keops.call.Watching;

/**
 * Where the reductions of a loss are computed, and who looks on.
 *
 * @param options sets the wishes of a reduction
 * @param watching what looks on
 */
record Where(UnaryOperator<GenredBuilder> options, Watching watching) {
    static final Where ANYWHERE = new Where(UnaryOperator.identity(), Watching.NONE);

    /** With another wish, which is refused at once if this machine cannot grant it. */
    Where with(UnaryOperator<GenredBuilder> wish) {
        Objects.requireNonNull(wish.apply(Genred.of("x", "x = Vi(1)")), "wish");
        return new Where(builder -> wish.apply(options.apply(builder)), watching);
    }

    Where watchedBy(Watching other) {
        return new Where(options, other);
    }

    Genred build(GenredBuilder builder) {
        return options.apply(builder).build();
    }

    <T> T during(Function<CallWatch, T> call) {
        return CallWatch.during(watching, call);
    }
}
