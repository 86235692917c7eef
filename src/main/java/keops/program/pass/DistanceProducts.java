package keops.program.pass;

import java.util.List;
import keops.program.Program;
import keops.program.ProgramBuilder;
import keops.program.Scalar;

/**
 * Writes squared distances of long vectors by their scalar product, {@code |x - y|^2 = |x|^2 + |y|^2 - 2 (x|y)}: one
 * operation per component and pair instead of two, for the price of cancellation where x and y are near each other.
 */
public record DistanceProducts() implements Pass {
    @Override
    public Program apply(Program program) {
        return new Expanded(program).run();
    }

    private static final class Expanded extends Rewriting {
        Expanded(Program program) {
            super(program);
        }

        @Override
        int rewrite(int v, Scalar value) {
            Scalar renumbered = value.renumbered(this::now);
            return renumbered instanceof Scalar.Fold fold && ScaleExponents.isSquaredDistance(fold)
                    ? expanded(fold)
                    : builder.add(renumbered);
        }

        private int expanded(Scalar.Fold fold) {
            List<Scalar.Load> loads = fold.body().values().stream()
                    .<Scalar.Load>mapMulti((value, next) -> {
                        if (value instanceof Scalar.Load load) {
                            next.accept(load);
                        }
                    })
                    .toList();
            int product = builder.add(new Scalar.Fold(fold.streams(), List.of(), product(loads.get(0), loads.get(1))));
            int norms = builder.add(square(fold, loads.get(0)), square(fold, loads.get(1)));
            // Rounding may make it negative where it is nearly 0; the absolute value costs nothing.
            return builder.abs(builder.add(norms, builder.multiply(product, builder.constant(-2))));
        }

        private int square(Scalar.Fold fold, Scalar.Load load) {
            var only = new Scalar.Load(0, 0, load.stage());
            return builder.add(new Scalar.Fold(
                    List.of(fold.streams().get(load.argument())), List.of(), product(only, only)));
        }

        private static Program product(Scalar.Load a, Scalar.Load b) {
            var body = ProgramBuilder.unlimited();
            return body.build(List.of(body.multiply(body.add(a), body.add(b))));
        }
    }
}
