package keops.jmh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    @Test
    void errorsAreThoseOfTheTypesAndSchemes() {
        Map<String, List<Plot.Point>> errors = Accuracy.errors(List.of(3_000L));
        assertTrue(error(errors, "float loop") < 1e-4, errors.toString());
        assertTrue(error(errors, "float loop") > error(errors, "float32 kahan"), errors.toString());
        assertTrue(error(errors, "float32 kahan") > 1e-10, errors.toString());
        assertTrue(error(errors, "float32 direct") > error(errors, "float64 direct"), errors.toString());
        assertTrue(error(errors, "float64 direct") > error(errors, "float64 kahan"), errors.toString());
        assertTrue(error(errors, "float64 kahan") < 5e-16, errors.toString());
    }

    private static double error(Map<String, List<Plot.Point>> errors, String scheme) {
        return errors.get(scheme).getFirst().y();
    }
}
