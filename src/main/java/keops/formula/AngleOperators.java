package keops.formula;

import static keops.formula.Algebra.cosine;
import static keops.formula.Algebra.minus;
import static keops.formula.Algebra.number;
import static keops.formula.Algebra.plus;
import static keops.formula.Algebra.scalarProduct;
import static keops.formula.Algebra.sine;
import static keops.formula.Algebra.square;
import static keops.formula.Algebra.squareRoot;
import static keops.formula.Algebra.sum;
import static keops.formula.Algebra.times;
import static keops.formula.Operator.named;

import java.util.List;

/**
 * Angles between vectors, and between places on a sphere. An arccosine would lose half of the digits of small angles,
 * and of a rounded cosine above 1 it is NaN: these are arctangents of two sides of a triangle, accurate everywhere. See
 * W. Kahan, "How futile are mindless assessments of roundoff in floating-point computation?" (2006), section 12.
 */
final class AngleOperators {
    /** Of vectors with sums of magnitudes within 2^-40 and 2^40, squares neither over- nor underflow in float32. */
    private static final double[][] SCALES = {
        {0x1p-600, 0x1p700, 0x1p600, 0x1p-700},
        {0x1p-300, 0x1p350, 0x1p300, 0x1p-350},
        {0x1p-40, 0x1p90, 0x1p40, 0x1p-80}
    };

    private AngleOperators() {}

    static final Operator BINARY_SCALE = named("BinaryScale").usage("f")
            .mathematics("a power of 2: 1 for ordinary f, small for huge f, large for tiny f")
            .piecewiseConstant()
            .elementwise((s, c, a) -> {
                int magnitude = s.abs(a[0]);
                int scale = s.constant(1);
                for (int k = SCALES.length - 1; k >= 0; k--) {
                    double[] row = SCALES[k];
                    scale = s.select(Comparison.LESS, magnitude, s.constant(row[0]), s.constant(row[1]), scale);
                    scale = s.select(Comparison.LESS, s.constant(row[2]), magnitude, s.constant(row[3]), scale);
                }
                return scale;
            });

    static final Operator ANGLE = named("Angle").usage("f", "g")
            .mathematics("the angle between f and g, from 0 to pi; pi/2 if one of them is 0, 0 if both are")
            .dimensions("D, D -> 1", (a, p) -> {
                Dimensions.equal("Angle", a.get(0), a.get(1));
                return 1;
            })
            .definition(c -> {
                Formula f = direction(c.argument(0));
                Formula g = direction(c.argument(1));
                return twice(Call.of(VectorOperators.NORM2, minus(f, g)), Call.of(VectorOperators.NORM2, plus(f, g)));
            });
    static final Operator COSINE_SIMILARITY = named("CosineSimilarity").usage("f", "g")
            .mathematics("(f|g) / (|f| |g|): the cosine of the angle between f and g; 0 if one of them is 0")
            .dimensions("D, D -> 1", (a, p) -> {
                Dimensions.equal("CosineSimilarity", a.get(0), a.get(1));
                return 1;
            })
            .definition(c -> scalarProduct(direction(c.argument(0)), direction(c.argument(1))));
    static final Operator HAVERSINE = named("Haversine").usage("f", "g")
            .mathematics("the great-circle distance on a sphere of radius 1 of (latitude, longitude), in radians")
            .dimensions("2, 2 -> 1", (a, p) -> {
                a.forEach(place -> Dimensions.require(
                        place.dim() == 2, "Haversine needs a latitude and a longitude", place));
                return 1;
            })
            .definition(c -> {
                Formula half = times(number(0.5), minus(c.argument(0), c.argument(1)));
                Formula middle = times(number(0.5), plus(latitude(c.argument(0)), latitude(c.argument(1))));
                Formula cosines = times(cosine(latitude(c.argument(0))), cosine(latitude(c.argument(1))));
                // The squares of the sine and of the cosine of half the distance: neither is a difference.
                Formula near = plus(square(sine(latitude(half))), times(cosines, square(sine(longitude(half)))));
                Formula far = plus(square(sine(middle)), times(cosines, square(cosine(longitude(half)))));
                return twice(root(near), root(far));
            });

    /** A vector divided by its norm, whose square neither over- nor underflows. */
    private static Formula direction(Formula f) {
        Formula size = sum(Call.of(ElementwiseOperators.ABS, f));
        return Call.of(VectorOperators.NORMALIZE, times(Call.of(BINARY_SCALE, size), f));
    }

    private static Formula latitude(Formula place) {
        return Algebra.components(place, 0, 1);
    }

    private static Formula longitude(Formula place) {
        return Algebra.components(place, 1, 1);
    }

    /** Of rounding errors about 0, as a pole's cosine has, no root is taken. */
    private static Formula root(Formula f) {
        return squareRoot(Call.of(ElementwiseOperators.RELU, f));
    }

    /** Twice the angle of a right triangle with these legs, the opposite one first. */
    private static Formula twice(Formula opposite, Formula adjacent) {
        return times(number(2), Call.of(ElementwiseOperators.ATAN2, opposite, adjacent));
    }

    static final List<Operator> TABLE = List.of(ANGLE, COSINE_SIMILARITY, HAVERSINE, BINARY_SCALE);
}
