package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A server does not run out of memory. */
class ManySmallCallsTest {
    @Test
    void smallCallsBesideALongOneLetGoOfTheirData() throws Exception {
        var result = ChildJvm.run(List.of("--add-modules=jdk.incubator.vector", "-Xmx128m"), ManySmallCalls.class);
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().contains("the long call was running to the end"), result.output());
    }
}
