package keops.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import keops.bindings.cuda.CudaDriver;
import keops.bindings.nvrtc.Nvrtc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM says where the libraries are missing, or where it may not call native code: words, and never an error. */
class FreshJvmTest {
    @TempDir
    Path folder;

    /** What the fresh JVM runs. */
    static final class SaysWhatIsThere {
        private SaysWhatIsThere() {}

        public static void main(String[] arguments) {
            System.out.println("cuda: " + NativeLibraries.cuda().find("cuInit").isPresent());
            System.out.println("nvrtc: " + NativeLibraries.nvrtc().find("nvrtcVersion").isPresent());
            System.out.println(NativeLibraries.cudaLibrary());
            System.out.println(NativeLibraries.nvrtcLibrary());
            if (arguments.length > 0) {
                System.out.println("constants: " + CudaDriver.CUDA_ERROR_NO_DEVICE() + " "
                        + Nvrtc.NVRTC_ERROR_COMPILATION());
            }
        }
    }

    private static String output(List<String> flags, String... arguments) throws Exception {
        ChildProcess.Result result = ChildProcess.java(flags, SaysWhatIsThere.class, arguments);
        assertEquals(0, result.exitCode(), result::output);
        return result.output();
    }

    @Test
    void withoutLibrariesTheConstantsAreThere() throws Exception {
        String output = output(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dkeops.cuda.library=" + folder.resolve("libcuda.so.1"),
                        "-Dkeops.nvrtc.library=" + folder.resolve("libnvrtc.so.13")),
                "constants");
        assertTrue(output.contains("cuda: false"), output);
        assertTrue(output.contains("nvrtc: false"), output);
        assertTrue(output.contains("The CUDA driver cannot be opened"), output);
        assertTrue(output.contains("NVRTC cannot be opened"), output);
        assertTrue(output.contains(folder.resolve("libnvrtc.so.13").toString()), output);
        assertTrue(output.contains("constants: 100 6"), output);
    }

    @Test
    void whereNativeAccessIsDeniedTheCauseNamesTheFlag() throws Exception {
        String output = output(List.of("--illegal-native-access=deny"));
        assertTrue(output.contains("cuda: false"), output);
        assertTrue(output.contains("nvrtc: false"), output);
        assertTrue(output.contains("--enable-native-access=ALL-UNNAMED"), output);
    }
}
