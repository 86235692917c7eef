package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.error.BackendException;
import keops.execution.Backend;
import keops.random.RandomRun;
import keops.tensor.DType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every width of vectors gives right results on every machine, those included that the machine lacks. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class VectorWidthsTest {
    private static final String BITS = "keops.cpu.vectorBits";

    private final String usualBits = System.getProperty(BITS);

    @AfterEach
    void restore() {
        if (usualBits == null) {
            System.clearProperty(BITS);
        } else {
            System.setProperty(BITS, usualBits);
        }
    }

    /** Kernels of one width are not taken for those of another: they are made anew. */
    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void oracleAndRandomFormulas(int bits) throws Exception {
        System.setProperty(BITS, Integer.toString(bits));
        int cases = 0;
        for (OracleCase c : OracleCase.all()) {
            if (OracleTest.unreached(c) == null) {
                for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
                    OracleTest.check(c, Backend.CPU, dtype);
                    cases++;
                }
            }
        }
        assertTrue(cases > 0);
        TwoAxesTest.compareWithReference();
        LargeExponentsTest.compareAll();
        long count = Long.getLong("keops.random.widths", 150);
        var summary = RandomRun.run(bits, 0, count);
        System.out.println("vectors of " + bits + " bits: " + cases + " oracle cases; "
                + summary.text().replaceFirst("; formulas by.*", ""));
        assertNull(summary.failure(), summary.failure());
        assertEquals(count, summary.cases());
    }

    @Test
    void otherWidthsAreRefused() {
        System.setProperty(BITS, "100");
        var e = assertThrows(BackendException.class,
                () -> Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").overJ().backend(Backend.CPU).build()
                        .call(new float[1], new float[1]));
        assertEquals("keops.cpu.vectorBits must be 128, 256 or 512, but is 100", e.getMessage());
    }
}
