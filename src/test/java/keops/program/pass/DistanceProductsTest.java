package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertTrue;

import keops.program.Scalar;
import org.junit.jupiter.api.Test;

/** Squared distances of long vectors are written by their scalar product. */
class DistanceProductsTest {
    @Test
    void valuesStayTheSameUpToRounding() {
        RandomPrograms.assertKeepsValues(new DistanceProducts(), 1e-10);
    }

    @Test
    void noSquaredDistanceIsLeft() {
        RandomPrograms.each((seed, program) -> assertTrue(new DistanceProducts().apply(program).values().stream()
                .noneMatch(value -> value instanceof Scalar.Fold fold && ScaleExponents.isSquaredDistance(fold)),
                "seed " + seed));
    }

    @Test
    void onceIsEnough() {
        RandomPrograms.assertIsIdempotent(new DistanceProducts());
    }
}
