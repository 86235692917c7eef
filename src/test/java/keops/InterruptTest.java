package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts end calls, whatever they compute and by which form of code: what a new JVM takes, and each by itself. */
class InterruptTest {
    @ParameterizedTest
    @ValueSource(strings = {"auto", "kernels steps rows mixed"})
    void anInterruptEndsACallSoonAndTheNextIsRight(String tiers) throws Exception {
        var result = ChildJvm.run(List.of("--add-modules=jdk.incubator.vector", "-Xmx2g"), InterruptedCalls.class,
                tiers.split(" "));
        System.out.println(result.output());
        assertEquals(0, result.exitCode(), result.output());
    }
}
