package keops.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/**
 * Random formulas on all back ends, in both types. {@code -Dkeops.random.count} and {@code -Dkeops.random.seed} make
 * longer and other runs; a failure prints what runs it again.
 */
class RandomFormulasTest {
    @Test
    void allBackEndsAgree() throws Exception {
        long count = Long.getLong("keops.random.count", 2_000);
        var summary = RandomRun.run(
                Long.getLong("keops.random.seed", 20_250_916), Long.getLong("keops.random.from", 0), count);
        System.out.println(summary.text());
        assertNull(summary.failure(), summary.failure());
        assertEquals(count, summary.cases());
    }
}
