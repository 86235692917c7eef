package keops.bindings;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real loader, with small libraries that the C compiler makes on the spot. Those that open have sonames that no
 * real library has: they stay open for the rest of the process, and the loader would answer with them when it is asked
 * for the real one.
 */
class DynamicLoaderTest {
    @TempDir
    Path root;

    @BeforeEach
    void onLinux() {
        Skip.unless(Host.current().platform() == Host.Platform.LINUX, "the dynamic loader of Linux is not here");
    }

    private static NativeLibrary library(WantedLibrary wanted, Path file) {
        return new NativeLibrary(
                wanted,
                FakeHost.linux(file.getParent()).property(wanted.property(), file).host(),
                LibraryOpener::ofThisProcess);
    }

    private static int call(MemorySegment function, MemorySegment argument) throws Throwable {
        MethodHandle handle =
                Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(JAVA_INT, ADDRESS));
        return (int) handle.invokeExact(argument);
    }

    @Test
    void aMissingFileIsNamedWithTheWordsOfDlerror() {
        Path missing = root.resolve("libcuda.so.1");
        String cause = library(WantedLibrary.CUDA_DRIVER, missing).unavailabilityCause().orElseThrow();
        assertTrue(cause.contains(missing + ": cannot open shared object file"), cause);
        assertTrue(cause.contains("the system property keops.cuda.library"), cause);
    }

    @Test
    void aFileThatIsNoLibraryIsNamedWithTheWordsOfDlerror() throws Exception {
        Path text = Files.writeString(root.resolve("libnvrtc.so.13"), "not a library, but long enough".repeat(10));
        String cause = library(WantedLibrary.NVRTC, text).unavailabilityCause().orElseThrow();
        assertTrue(cause.contains(text + ": invalid ELF header"), cause);
    }

    @Test
    void aLibraryWithAnUnresolvedSymbolIsRefusedAndNotFoundOutAtTheCall() throws Exception {
        Path library = root.resolve("libcuda.so.1");
        CCompiler.orSkip().sharedLibrary(library, "int not_there(void); int cuInit(void) { return not_there(); }");
        String cause = library(WantedLibrary.CUDA_DRIVER, library).unavailabilityCause().orElseThrow();
        assertTrue(cause.contains("undefined symbol: not_there"), cause);
    }

    @Test
    void aLibraryFoundByNameTellsItsFile() throws Exception {
        DynamicLoader loader = DynamicLoader.find().orElseThrow();
        SymbolLookup mathematics = loader.open("libm.so.6");
        String file = loader.fileOf(mathematics.find("cos").orElseThrow()).orElseThrow();
        assertTrue(Path.of(file).isAbsolute() && file.endsWith("libm.so.6"), file);
        assertEquals(Optional.empty(), mathematics.find("keops_has_no_such_symbol"));
        assertEquals(Optional.empty(), loader.fileOf(MemorySegment.ofAddress(1)));
    }

    @Test
    void aNameThatTheLoaderDoesNotKnow() {
        DynamicLoader loader = DynamicLoader.find().orElseThrow();
        OpeningException e = assertThrows(OpeningException.class, () -> loader.open("libkeops-has-none.so.1"));
        assertTrue(e.getMessage().startsWith("libkeops-has-none.so.1"), e::getMessage);
    }

    @Test
    void theJdkOpensTheSameLibraries() throws Exception {
        JdkOpener opener = new JdkOpener();
        assertTrue(opener.open("libm.so.6").find("cos").isPresent());
        OpeningException e = assertThrows(OpeningException.class, () -> opener.open("libkeops-has-none.so.1"));
        assertTrue(e.getMessage().contains("libkeops-has-none.so.1"), e::getMessage);
        assertEquals(Optional.empty(), opener.fileOf(MemorySegment.NULL));
    }

    @Test
    void anOlderDriverMeasuresTimeByTheOlderSymbol() throws Throwable {
        Path file = root.resolve("libkeops-older-driver.so");
        CCompiler.orSkip().sharedLibrary(file, """
                int cuInit(unsigned flags) { return 0; }
                int cuEventElapsedTime(float *milliseconds) { *milliseconds = 1.5f; return 0; }
                """);
        NativeLibrary library = library(WantedLibrary.CUDA_DRIVER, file);
        assertEquals(Optional.of(file.toString()), library.origin());
        MemorySegment younger = library.lookup().find("cuEventElapsedTime_v2").orElseThrow();
        assertEquals(library.lookup().find("cuEventElapsedTime").orElseThrow(), younger);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment milliseconds = arena.allocate(JAVA_FLOAT);
            assertEquals(0, call(younger, milliseconds));
            assertEquals(1.5f, milliseconds.get(JAVA_FLOAT, 0));
        }
        assertEquals(Optional.empty(), library.lookup().find("cuMemAlloc_v2"));
    }

    @Test
    void aYoungerDriverMeasuresTimeByTheYoungerSymbol() throws Exception {
        Path file = root.resolve("libkeops-younger-driver.so");
        CCompiler.orSkip().sharedLibrary(file, """
                int cuInit(unsigned flags) { return 0; }
                int cuEventElapsedTime(void) { return 1; }
                int cuEventElapsedTime_v2(void) { return 2; }
                """);
        SymbolLookup lookup = library(WantedLibrary.CUDA_DRIVER, file).lookup();
        assertNotEquals(lookup.find("cuEventElapsedTime"), lookup.find("cuEventElapsedTime_v2"));
    }

    /** As NVRTC does at its first compilation. */
    @Test
    void nvrtcFindsItsBuiltinsByNameBecauseTheyWereOpenedFirst() throws Throwable {
        CCompiler compiler = CCompiler.orSkip();
        String compile = """
                #include <dlfcn.h>
                int nvrtcVersion(int *major) { return 0; }
                int nvrtcCompileProgram(void *program) {
                    return dlopen("libnvrtc-builtins.so.99.0", RTLD_LAZY) ? 0 : 7;
                }
                """;
        Path alone = root.resolve("alone/libnvrtc.so.98");
        compiler.sharedLibrary(alone, compile);
        assertEquals(7, call(symbol(alone, "nvrtcCompileProgram"), MemorySegment.NULL));

        compiler.sharedLibrary(root.resolve("both/libnvrtc-builtins.so.99.0"), "int builtins;");
        Path both = root.resolve("both/libnvrtc.so.99");
        compiler.sharedLibrary(both, compile);
        assertEquals(0, call(symbol(both, "nvrtcCompileProgram"), MemorySegment.NULL));
    }

    private static MemorySegment symbol(Path nvrtc, String name) {
        return library(WantedLibrary.NVRTC, nvrtc).lookup().find(name).orElseThrow();
    }
}
