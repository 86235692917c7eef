package keops.program;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes squared distances of long vectors by their scalar product, {@code |x - y|^2 = |x|^2 + |y|^2 - 2 (x|y)}: one
 * operation per component and pair instead of two, for the price of cancellation where x and y are near each other.
 */
public final class DistanceProducts {
    private final Program program;
    private final ProgramBuilder builder = ProgramBuilder.unlimited();

    private DistanceProducts(Program program) {
        this.program = program;
    }

    /** The same outputs, up to rounding. */
    public static Program apply(Program program) {
        var pass = new DistanceProducts(program);
        var rewritten = new ArrayList<Integer>();
        for (Scalar value : program.values()) {
            Scalar renumbered = value.renumbered(rewritten::get);
            rewritten.add(renumbered instanceof Scalar.Fold fold && ScaleExponents.isSquaredDistance(fold)
                    ? pass.expanded(fold)
                    : pass.builder.add(renumbered));
        }
        return pass.builder.build(pass.program.outputs().stream().map(rewritten::get).toList());
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
