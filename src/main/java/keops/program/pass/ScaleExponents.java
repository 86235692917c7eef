package keops.program.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.UnaryFunction;

/**
 * Moves the factor of a squared distance in an exponent into the points, whose scaling costs nothing per pair:
 * {@code exp(-c |x - y|^2) = 2^(-|s x - s y|^2)} with {@code s^2 = c log2 e}. Differences of coordinates that are
 * needed elsewhere, as in gradients, become {@code (s x - s y) / s}, whose factor leaves the sum.
 *
 * <p>Rounding of the scaled coordinates changes exponents by about {@code 2 eps s |x| |s x - s y|}: as much as if the
 * points themselves had been rounded once more.
 *
 * @param firstIsExponent whether the first output is an exponent itself: where it can be scaled, it becomes
 *     {@code log 2^e}
 */
public record ScaleExponents(boolean firstIsExponent) implements Pass {
    /** The binary logarithm of e: {@code e^x = 2^(x log2 e)}. */
    public static final double LOG2_E = 1 / Math.log(2);

    @Override
    public Program apply(Program program) {
        return new Scaled(program, firstIsExponent).run();
    }

    /** An exponent {@code c |x - y|^2}: the differences, or the one sum over vectors. */
    private record Distance(double factor, List<Integer> differences, OptionalInt fold) {
        double scale() {
            return Math.sqrt(Math.abs(factor) * LOG2_E);
        }
    }

    private static boolean isAcross(Stage a, Stage b) {
        return a == Stage.ROW && b == Stage.COLUMN || a == Stage.COLUMN && b == Stage.ROW;
    }

    /** Whether a sum over vectors is a squared distance between row and column. */
    static boolean isSquaredDistance(Scalar.Fold fold) {
        Program body = fold.body();
        return body.values().get(body.outputs().getFirst()) instanceof Scalar.Binary(BinaryFunction function, int a,
                int b)
                && function == BinaryFunction.MULTIPLY
                && a == b
                && body.values().get(a) instanceof Scalar.Binary(BinaryFunction inner, int x, int y)
                && inner == BinaryFunction.SUBTRACT
                && body.values().get(x) instanceof Scalar.Load from
                && body.values().get(y) instanceof Scalar.Load to
                && isAcross(from.stage(), to.stage());
    }

    private static final class Scaled extends Rewriting {
        private final List<Stage> stages;
        private final int[] uses;
        /** The scaled distances, by the value that stands for the exponent. */
        private final Map<Integer, Distance> distances = new LinkedHashMap<>();
        /** The scale of each difference that is a part of one. */
        private final Map<Integer, Double> scales = new HashMap<>();
        /** Scaled differences, by the plain ones. */
        private final Map<Integer, Integer> scaled = new HashMap<>();

        Scaled(Program program, boolean firstIsExponent) {
            super(program);
            this.stages = program.stages();
            this.uses = program.uses();
            for (int v = 0; v < program.values().size(); v++) {
                if (value(v) instanceof Scalar.Unary(UnaryFunction function, int exponent)
                        && function == UnaryFunction.EXP) {
                    plan(v, exponent);
                }
            }
            int first = program.outputs().getFirst();
            if (firstIsExponent && uses[first] == 1) {
                plan(first, first);
            }
        }

        private void plan(int v, int exponent) {
            distance(exponent).ifPresent(distance -> {
                boolean isFree = distance.differences.stream().noneMatch(scales::containsKey);
                if (isFree && distance.scale() > 0 && Double.isFinite(distance.scale())) {
                    distance.differences.forEach(d -> scales.put(d, distance.scale()));
                    distances.put(v, distance);
                }
            });
        }

        /** Takes an exponent apart whose parts nobody else needs. */
        private Optional<Distance> distance(int exponent) {
            double factor = 1;
            int v = exponent;
            while (uses[v] == 1) {
                switch (value(v)) {
                    case Scalar.Unary(UnaryFunction function, int a) when function == UnaryFunction.NEGATE -> {
                        factor = -factor;
                        v = a;
                    }
                    case Scalar.Binary(BinaryFunction function, int a, int b)
                            when function == BinaryFunction.MULTIPLY && constant(a) != null && constant(b) == null -> {
                        factor *= constant(a);
                        v = b;
                    }
                    case Scalar.Binary(BinaryFunction function, int a, int b)
                            when function == BinaryFunction.MULTIPLY && constant(b) != null && constant(a) == null -> {
                        factor *= constant(b);
                        v = a;
                    }
                    case Scalar.Binary(BinaryFunction function, int a, int b)
                            when function == BinaryFunction.DIVIDE && constant(b) != null -> {
                        factor /= constant(b);
                        v = a;
                    }
                    case Scalar.Fold fold -> {
                        return isSquaredDistance(fold)
                                ? Optional.of(new Distance(factor, List.of(), OptionalInt.of(v)))
                                : Optional.empty();
                    }
                    case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Unary _,
                            Scalar.Binary _,
                            Scalar.Fma _, Scalar.Select _ -> {
                        return squares(v, factor);
                    }
                }
            }
            return Optional.empty();
        }

        private Double constant(int v) {
            return value(v) instanceof Scalar.Constant(double value) ? value : null;
        }

        /** A sum of squares of differences between row and column. */
        private Optional<Distance> squares(int sum, double factor) {
            Set<Integer> differences = new HashSet<>();
            var ordered = new ArrayList<Integer>();
            var waiting = new ArrayList<>(List.of(sum));
            while (!waiting.isEmpty()) {
                int v = waiting.removeLast();
                if (uses[v] != 1 || !(value(v) instanceof Scalar.Binary(BinaryFunction function, int a, int b))) {
                    return Optional.empty();
                }
                if (function == BinaryFunction.ADD) {
                    waiting.add(b);
                    waiting.add(a);
                } else if (function == BinaryFunction.MULTIPLY && a == b && isDifference(a) && differences.add(a)) {
                    ordered.add(a);
                } else {
                    return Optional.empty();
                }
            }
            return Optional.of(new Distance(factor, ordered, OptionalInt.empty()));
        }

        private boolean isDifference(int v) {
            return value(v) instanceof Scalar.Binary(BinaryFunction function, int a, int b)
                    && function == BinaryFunction.SUBTRACT
                    && isAcross(stages.get(a), stages.get(b));
        }

        @Override
        int rewrite(int v, Scalar value) {
            Distance distance = distances.get(v);
            if (distance != null) {
                int square = distance.fold.isPresent() ? fold(distance) : sum(distance);
                int power = builder.unary(UnaryFunction.EXP2, distance.factor < 0 ? builder.negate(square) : square);
                return value instanceof Scalar.Unary(UnaryFunction function, int _)
                                && function == UnaryFunction.EXP
                        ? power
                        : builder.log(power);
            }
            Double scale = scales.get(v);
            if (scale != null) {
                var difference = (Scalar.Binary) value;
                scaled.put(v, builder.subtract(
                        times(now(difference.a()), scale), times(now(difference.b()), scale)));
                return times(scaled.get(v), 1 / scale);
            }
            return copy(value);
        }

        private int times(int v, double factor) {
            return builder.multiply(v, builder.constant(factor));
        }

        private int sum(Distance distance) {
            return distance.differences.stream()
                    .map(scaled::get)
                    .map(d -> builder.multiply(d, d))
                    .reduce(builder::add)
                    .orElseThrow();
        }

        private int fold(Distance distance) {
            var fold = (Scalar.Fold) value(distance.fold.orElseThrow());
            List<List<Integer>> streams = fold.streams().stream()
                    .map(stream -> stream.stream()
                            .map(v -> times(now(v), distance.scale()))
                            .toList())
                    .toList();
            return builder.add(new Scalar.Fold(streams, List.of(), fold.body()));
        }
    }
}
