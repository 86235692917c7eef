package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import keops.cachetool.Kernels.Sample;
import keops.console.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Export and import. */
class ArchivesTest {
    @TempDir
    private Path temp;

    private Path here;
    private Path there;
    private Path file;
    private Kernels kernels;
    private List<String> keys;

    @BeforeEach
    void addThree() throws IOException {
        here = temp.resolve("here");
        there = temp.resolve("there");
        file = temp.resolve("warm.zip");
        kernels = new Kernels(here);
        keys = kernels.add(Sample.of("A"), Sample.of("B").on(80), Sample.of("C").on(75).asPtx());
    }

    private Cli importThere() {
        return Cli.run("import", file, "--folder", there);
    }

    /** The list of another folder, without what differs from machine to machine: when a kernel was last used. */
    private static String list(Path folder) {
        return Cli.run("list", "--sort", "formula", "--folder", folder).out()
                .replaceAll("(?m)^(\\S+ +\\S+) +\\S+", "$1");
    }

    @Test
    void whatIsExportedCanBeImported() throws IOException {
        Cli export = Cli.run("export", file, "--folder", here);
        assertEquals(ExitCode.OK, export.exitCode(), export.err());
        assertTrue(export.out().matches("\\Q" + file + "\\E: 3 kernels, [\\d.]+K\n"), export.out());
        assertEquals(new Cli(ExitCode.OK, file + ": 3 kernels added, 0 there already\n", ""), importThere());
        assertEquals(list(here), list(there));
        assertEquals(new Cli(ExitCode.OK, file + ": 0 kernels added, 3 there already\n", ""), importThere());
        assertEquals(ExitCode.OK, Cli.run("verify", "--folder", there).exitCode());
    }

    @Test
    void conditionsChooseWhatIsExported() {
        JsonObject export = Cli.run("export", file, "--arch", "80,75", "--json", "--folder", here).json()
                .getAsJsonObject();
        assertEquals(2, export.getAsJsonArray("keys").size());
        JsonObject imported = Cli.run("import", file, "--json", "--folder", there).json().getAsJsonObject();
        assertEquals(export.get("keys"), imported.get("added"));
        assertEquals("[]", imported.get("present").toString());
    }

    @Test
    void nothingToExportIsAnError() {
        assertEquals(new Cli(ExitCode.BAD_DATA, "", "keops-cache: there is no such kernel to export; 'keops-cache list'"
                + " shows all\n"), Cli.run("export", file, "--formula", "Z", "--folder", here));
        assertFalse(Files.exists(file));
    }

    @Test
    void aDamagedKernelStopsTheExport() throws IOException {
        kernels.damage(keys.getFirst());
        Cli run = Cli.run("export", file, "--folder", here);
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().contains(keys.getFirst() + " is damaged: kernel.cubin is not as it was written"),
                run.err());
        assertEquals(List.of("here"), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(temp)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFolderThatIsNotThereCannotBeWrittenTo() {
        Cli run = Cli.run("export", temp.resolve("no/such.zip"), "--folder", here);
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().contains("cannot be written"), run.err());
    }

    @Test
    void anArchiveThatIsNotThereIsAnError() {
        assertEquals(new Cli(ExitCode.BAD_DATA, "", "keops-cache: " + file + ": no such file\n"), importThere());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../.bashrc", "/etc/passwd", "v1/../../x", "v1\\..\\x", "v1/evil/entry.txt", "readme"})
    void namesThatLeadElsewhereAreRefused(String name) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(new byte[] {1});
            zip.closeEntry();
        }
        Cli run = importThere();
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().startsWith("keops-cache: the archive " + file + " is refused: "), run.err());
        assertTrue(run.err().contains(name), run.err());
        assertFalse(Files.exists(temp.resolve(".bashrc")));
    }

    @Test
    void brokenArchivesAreRefusedAsAWhole() throws IOException {
        Cli.run("export", file, "--folder", here);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 3] ^= 0x40;
        Files.write(file, bytes);
        assertEquals(ExitCode.BAD_DATA, importThere().exitCode());
        assertTrue(list(there).startsWith("no kernels"), list(there));
        Files.writeString(file, "no archive");
        Cli run = importThere();
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().startsWith("keops-cache: the archive " + file + " "), run.err());
    }
}
