package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** On the class path, without the vector module: the scalar back end, and an error that says what to add. */
class WithoutVectorModuleTest {
    private static final String RESULT = result();

    private static String result() {
        double a = Math.exp(-1);
        double b = Math.exp(-4);
        return "[" + (1 + 10 * a + 100 * b) + ", " + (a + 10 + 100 * a) + "]";
    }

    @Test
    void autoIsTheReferenceAndCpuSaysWhatIsMissing() throws Exception {
        ChildJvm.Result result = ChildJvm.run(List.of(), WithoutVectorModule.class);
        assertEquals(0, result.exitCode(), result::output);
        String warning = "WARNING: the slow reference back end computes, on one core, because the module"
                + " jdk.incubator.vector is not in this JVM: ";
        assertEquals(1, result.output().lines().filter(line -> line.startsWith(warning)).count(), result::output);
        // The logger's line of date and class; and looking for a GPU makes the JVM remark on native access.
        String output = result.output().lines()
                .filter(line -> !line.startsWith("WARNING:") && !line.contains("keops.reference.Fallback")
                        && !line.isBlank())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        assertEquals("back end REFERENCE, result " + RESULT + "\n"
                + "BackendException: the CPU back end is not available: the module jdk.incubator.vector is not in this"
                + " JVM: put keops on the module path, or add --add-modules=jdk.incubator.vector to the java command\n",
                output);
    }

    @Test
    void withTheModuleItIsTheCpu() throws Exception {
        ChildJvm.Result result = ChildJvm.run(
                List.of("--add-modules=jdk.incubator.vector"), WithoutVectorModule.class);
        assertEquals(0, result.exitCode(), result::output);
        assertEquals(true, result.output().contains("back end CPU, result ["), result::output);
    }
}
