package keops.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import keops.bindings.cuda.CUuuid_st;
import keops.bindings.cuda.CudaDriver;
import keops.bindings.nvrtc.Nvrtc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What jextract understood of the headers against what the C compiler does, on machines that have both: the value of
 * each constant, and of each function the kind and size of what goes in and out. A wrong one would crash, or worse,
 * compute.
 */
class HeaderComparisonTest {
    @TempDir
    Path folder;

    private static Path cudaHeader() {
        return Header.orSkip("cuda.h", "CUDA_INCLUDE");
    }

    private static Path nvrtcHeader() {
        return Header.orSkip("nvrtc.h", "NVRTC_INCLUDE");
    }

    @Test
    void constantsOfTheDriver() throws Exception {
        CCompiler compiler = CCompiler.orSkip();
        Path header = cudaHeader();
        sameMajorOrSkip(compiler, header);
        assertTrue(compareConstants(CudaDriver.class, compiler, header) > 80);
    }

    @Test
    void constantsOfNvrtc() throws Exception {
        assertTrue(compareConstants(Nvrtc.class, CCompiler.orSkip(), nvrtcHeader()) > 0);
    }

    @Test
    void functionsOfTheDriver() throws Exception {
        CCompiler compiler = CCompiler.orSkip();
        Path header = cudaHeader();
        sameMajorOrSkip(compiler, header);
        compareFunctions(CudaDriver.class, "keops.cuda.library", compiler, header);
    }

    @Test
    void functionsOfNvrtc() throws Exception {
        compareFunctions(Nvrtc.class, "keops.nvrtc.library", CCompiler.orSkip(), nvrtcHeader());
    }

    @Test
    void theStructOfADevicesName() throws Exception {
        CCompiler compiler = CCompiler.orSkip();
        Path header = cudaHeader();
        List<String> lines = compiler.linesOf(
                folder,
                program(header, "printf(\"%zu %zu\\n\", sizeof(CUuuid), __builtin_offsetof(CUuuid, bytes));"),
                header.getParent());
        assertEquals(List.of(CUuuid_st.layout().byteSize() + " " + CUuuid_st.bytes$offset()), lines);
    }

    private int compareConstants(Class<?> generated, CCompiler compiler, Path header) throws Exception {
        // The version is the header's own, and a newer header of the same major version serves as well.
        List<Method> constants = GeneratedClass.constants(generated).stream()
                .filter(constant -> !constant.getName().equals("CUDA_VERSION"))
                .toList();
        List<String> expected = new ArrayList<>();
        for (Method constant : constants) {
            expected.add(constant.getName() + " " + constant.invoke(null));
        }
        String prints = constants.stream()
                .map(Method::getName)
                .map(name -> "printf(\"" + name + " %lld\\n\", (long long) (" + name + "));\n")
                .collect(Collectors.joining());
        assertEquals(expected, compiler.linesOf(folder, program(header, prints), header.getParent()));
        return constants.size();
    }

    private void compareFunctions(Class<?> generated, String property, CCompiler compiler, Path header)
            throws Exception {
        List<String> names = GeneratedClass.functionNames(generated);
        assertTrue(names.size() >= 15, names::toString);
        String preprocessed = compiler.preprocessed(header);
        String prints = names.stream()
                .map(name -> Prototype.in(preprocessed, name).printing())
                .collect(Collectors.joining());
        List<String> inC = compiler.linesOf(folder, program(header, prints), header.getParent());
        assertEquals(inC, descriptors(generated, property, compiler, names));
    }

    private List<String> descriptors(Class<?> generated, String property, CCompiler compiler, List<String> names)
            throws Exception {
        Path library = folder.resolve("all-symbols").resolve("liball-symbols.so");
        compiler.sharedLibrary(
                library,
                names.stream().map(name -> "int " + name + "(void) { return 0; }\n").collect(Collectors.joining()));
        ChildProcess.Result result = ChildProcess.java(
                List.of("--enable-native-access=ALL-UNNAMED", "-D" + property + "=" + library),
                DescriptorsOf.class,
                generated.getName());
        assertEquals(0, result.exitCode(), result::output);
        return result.output().lines().toList();
    }

    private void sameMajorOrSkip(CCompiler compiler, Path header) throws Exception {
        String version = compiler.linesOf(
                        folder, program(header, "printf(\"%d\\n\", CUDA_VERSION);"), header.getParent())
                .getFirst();
        Skip.unless(
                Integer.parseInt(version) / 1000 == CudaDriver.CUDA_VERSION() / 1000
                        && Integer.parseInt(version) >= CudaDriver.CUDA_VERSION(),
                header + " is of CUDA " + version + ", the bindings are of " + CudaDriver.CUDA_VERSION());
    }

    private static String program(Path header, String body) {
        return """
                #include <stddef.h>
                #include <stdio.h>
                #include <%s>
                #define KIND(x) __builtin_classify_type(x)
                #define LETTER(x) (KIND(x) == 5 ? 'P' : KIND(x) == 8 ? (sizeof(x) == 4 ? 'F' : 'D') \\
                    : KIND(x) == 12 ? 'S' : sizeof(x) == 4 ? 'I' : sizeof(x) == 8 ? 'J' : '?')
                int main(void) {
                %s
                return 0;
                }
                """.formatted(header.getFileName(), body);
    }
}
