package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every width of vectors gives right results on every machine, those included that the machine lacks. */
class VectorWidthsTest {
    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void oracleAndRandomFormulas(int bits) throws Exception {
        long start = System.nanoTime();
        ChildJvm.Result result = ChildJvm.run(
                List.of("--add-modules=jdk.incubator.vector", "-Dkeops.cpu.vectorBits=" + bits),
                VectorWidths.class, Integer.toString(bits), Long.getLong("keops.random.widths", 150).toString());
        System.out.printf("vectors of %d bits: %.1f s; %s%n", bits, (System.nanoTime() - start) * 1e-9,
                result.output().lines().filter(line -> line.startsWith("random")).findFirst().orElse("")
                        .replaceFirst("; formulas by.*", ""));
        assertEquals(0, result.exitCode(), result::output);
        assertTrue(result.output().contains("oracle cases: "), result::output);
    }

    @Test
    void otherWidthsAreRefused() throws Exception {
        ChildJvm.Result result = ChildJvm.run(
                List.of("--add-modules=jdk.incubator.vector", "-Dkeops.cpu.vectorBits=100"),
                VectorWidths.class, "1", "1");
        assertEquals(1, result.exitCode());
        assertTrue(result.output().contains(
                "BackendException: keops.cpu.vectorBits must be 128, 256 or 512, but is 100"), result::output);
    }
}
