package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WithoutNvrtcTest {
    @Test
    void aMachineWithAGpuAndWithoutNvrtcSaysWhatIsMissing() throws Exception {
        var result = ChildJvm.run(List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"),
                WithoutNvrtc.class);
        assertEquals(0, result.exitCode(), result.output());
        assertTrue(result.output().contains("message: NVRTC cannot be opened: /nowhere/libnvrtc.so: "),
                result.output());
        assertTrue(result.output().contains("keops.nvrtc.library"), result.output());
        assertTrue(result.output().contains("auto: float32 (3, 1)"), result.output());
    }
}
