package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who gets the slow reference back end without having asked for it is told, once. */
class FallbackTest {
    private static final String WARNING = "the slow reference back end computes, on one core, because ";

    private static String output(List<String> flags, String what) throws Exception {
        var result = ChildJvm.run(flags, FallbackCalls.class, what);
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().contains("done"), result.output());
        return result.output();
    }

    private static long count(String words, String text) {
        return Pattern.compile(Pattern.quote(words)).matcher(text).results().count();
    }

    @Test
    void withoutTheVectorApiOneWarningTellsTheFlag() throws Exception {
        String output = output(List.of(), "auto");
        assertEquals(1, count(WARNING, output), output);
        assertTrue(output.contains("WARNING: " + WARNING + "the module jdk.incubator.vector is not in this JVM"),
                output);
        assertTrue(output.contains("--add-modules=jdk.incubator.vector"), output);
    }

    @Test
    void whoAsksForItIsNotWarned() throws Exception {
        assertEquals(0, count("slow", output(List.of(), "explicit")));
    }

    @Test
    void formulasThatAreTooLargeAreToldOnceForEachCause() throws Exception {
        String output = output(List.of("--add-modules=jdk.incubator.vector"), "large");
        assertEquals(2, count(WARNING, output), output);
        assertEquals(1,
                count("the CPU back end computes at most 6000 numbers for a pair, and not the 6001 of Sum", output),
                output);
        assertEquals(1, count("the CPU back end takes at most 500 kernels, and not the ", output), output);
    }
}
