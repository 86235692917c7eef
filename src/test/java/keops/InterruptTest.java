package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts end calls, whatever they compute and by which form of code; each form in a JVM of its own. */
class InterruptTest {
    @ParameterizedTest
    @ValueSource(strings = {"auto", "kernels", "steps", "rows", "mixed"})
    void anInterruptEndsACallSoonAndTheNextIsRight(String tier) throws Exception {
        // The dense array and the reference back end have no such forms.
        String[] which = tier.equals("auto") ? new String[0] : new String[] {"CPU"};
        var result = ChildJvm.run(List.of("--add-modules=jdk.incubator.vector", "-Xmx2g", "-Dkeops.cpu.tier=" + tier),
                InterruptedCalls.class, which);
        System.out.println(tier + "\n" + result.output());
        assertEquals(0, result.exitCode(), result.output());
    }
}
