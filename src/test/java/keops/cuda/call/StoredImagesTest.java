package keops.cuda.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import keops.cache.Description;
import keops.cache.Entry;
import keops.cache.KernelStore;
import keops.cuda.Precompiled;
import keops.cuda.source.KernelSource;
import keops.error.BackendException;
import keops.error.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which code a device gets, with a compiler and without. */
class StoredImagesTest {
    private static final KernelSource SOURCE = FakeCompiler.source();
    private static final long MOST = 1 << 20;

    @TempDir
    private Path folder;

    private StoredImages images(FakeCompiler compiler) {
        return new StoredImages(KernelStore.open(folder, MOST), compiler);
    }

    private String ask(FakeCompiler compiler, int architecture, boolean isPortable) {
        byte[] bytes = images(compiler).image(new ImageRequest(SOURCE, architecture, isPortable)).bytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void compile(String version, int architecture, boolean isPortable) {
        ask(new FakeCompiler(version), architecture, isPortable);
    }

    @Test
    void aKernelIsCompiledOnceForEachVersionArchitectureAndKind() {
        var compiler = new FakeCompiler("13.0");
        for (int round = 0; round < 2; round++) {
            assertEquals("sm_90 by 13.0", ask(compiler, 90, false));
            assertEquals("sm_80 by 13.0", ask(compiler, 80, false));
            assertEquals("compute_90 by 13.0", ask(compiler, 90, true));
            assertEquals("compute_90 by 13.0", ask(compiler, 120, false));
        }
        assertEquals(3, compiler.compiled.size());
        assertEquals("sm_90 by 13.1", ask(new FakeCompiler("13.1"), 90, false));
    }

    @Test
    void theEntrySaysWhatIsComputed() {
        compile("13.0", 90, false);
        Entry.Kept entry = (Entry.Kept) KernelStore.open(folder, MOST).inventory().entries().getFirst();
        Description what = entry.facts().description();
        assertEquals("Exp(-SqDist(x,y)) * b", what.formula());
        assertEquals(List.of("x = Vi(17)", "y = Vj(17)", "b = Vj(1)"), what.aliases());
        assertEquals("Sum", what.reduction());
        assertEquals(1, what.axis());
        assertEquals("float32", what.dtype());
        assertTrue(what.tiling().contains("rows per thread"), what.tiling());
        assertEquals(SOURCE.options(), entry.facts().options());
    }

    @Test
    void withoutACompilerTheNearestThatRunsOnTheDeviceServes() throws IOException {
        compile("12.9", 75, true);
        compile("12.9", 80, false);
        compile("12.9", 86, false);
        compile("12.9", 90, true);
        FakeCompiler none = FakeCompiler.missing();
        assertEquals("sm_86 by 12.9", ask(none, 86, false));
        assertEquals("sm_86 by 12.9", ask(none, 89, false), "machine code runs on later devices of its major number");
        assertEquals("sm_80 by 12.9", ask(none, 80, false));
        assertEquals("compute_75 by 12.9", ask(none, 86, true), "nothing but PTX where machine code is refused");
        assertEquals("compute_90 by 12.9", ask(none, 90, false));
        assertEquals("compute_90 by 12.9", ask(none, 120, false));
        assertEquals("compute_75 by 12.9", ask(none, 75, false));
        assertThrows(BackendException.class, () -> ask(none, 70, false));

        compile("12.10", 86, false);
        compile("12.8", 86, false);
        assertEquals("sm_86 by 12.10", ask(none, 86, false));
        damage("12.10");
        assertEquals("sm_86 by 12.9", ask(none, 86, false), "the next best where the best is damaged");
        assertEquals(0, none.compiled.size());
    }

    /** Makes a byte of all images of a version another one. */
    private void damage(String version) throws IOException {
        for (Entry entry : KernelStore.open(folder, MOST).inventory().entries()) {
            if (entry instanceof Entry.Kept kept && kept.facts().compiler().equals(version)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.filter(path -> path.toString().contains(kept.key())
                            && path.endsWith("kernel.cubin")).toList()) {
                        byte[] bytes = Files.readAllBytes(file);
                        bytes[0] ^= 1;
                        Files.write(file, bytes);
                    }
                }
            }
        }
    }

    @Test
    void withoutACompilerAndAnEntryTheMessageNamesBoth() {
        FakeCompiler none = FakeCompiler.missing();
        String message = assertThrows(BackendException.class, () -> ask(none, 90, false)).getMessage();
        assertTrue(message.startsWith("there is no compiler. ") && message.contains("the cache " + folder), message);
    }

    @Test
    void whatIsCompiledAheadIsThereForTheCall() {
        var compiler = new FakeCompiler("13.0");
        Precompiled first = images(compiler).precompile(SOURCE, 90);
        assertEquals("Sum over j of Exp(-SqDist(x,y)) * b", first.reduction());
        assertEquals("sm_90", first.target());
        assertFalse(first.wasThere());
        assertTrue(images(compiler).precompile(SOURCE, 90).wasThere());
        assertEquals("sm_90 by 13.0", ask(compiler, 90, false));
        assertEquals(1, compiler.compiled.size());
        assertEquals(first.key(), KernelStore.open(folder, MOST).inventory().entries().getFirst().key());
    }

    @Test
    void compilingAheadWithoutAStoreOrACompilerIsAnError() {
        var full = new StoredImages(KernelStore.open(folder, 10), new FakeCompiler("13.0"));
        String message = assertThrows(CacheException.class, () -> full.precompile(SOURCE, 90)).getMessage();
        assertTrue(message.contains("larger than what the cache may hold"), message);
        assertThrows(BackendException.class, () -> images(FakeCompiler.missing()).precompile(SOURCE, 90));
    }
}
