package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keops.cachetool.Kernels.Sample;
import keops.console.ExitCode;
import keops.console.Terminals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    @TempDir
    private Path folder;

    private Kernels kernels;
    private List<String> keys;

    @BeforeEach
    void addThree() throws IOException {
        kernels = new Kernels(folder);
        keys = kernels.add(Sample.of("A"), Sample.of("B"), Sample.of("C"));
    }

    private Cli verify(Object... options) throws IOException {
        var words = new ArrayList<Object>(List.of("verify", "--folder", folder));
        words.addAll(List.of(options));
        return kernels.named(Cli.run(words.toArray()), keys);
    }

    @Test
    void wholeKernelsAreFine() throws IOException {
        assertEquals(new Cli(ExitCode.OK, "3 kernels, none damaged\n", ""), verify());
    }

    @Test
    void aFlippedBitIsFoundAndTakenAway() throws IOException {
        kernels.damage(keys.get(1));
        assertEquals(new Cli(ExitCode.CHECK_FAILED, """
                {1}: kernel.cubin is not as it was written
                3 kernels, 1 damaged; --fix deletes these
                """, ""), verify());
        assertEquals(new Cli(ExitCode.OK, """
                {1}: kernel.cubin is not as it was written; deleted
                3 kernels, 1 damaged
                """, ""), verify("--fix"));
        assertEquals(new Cli(ExitCode.OK, "2 kernels, none damaged\n", ""), verify());
    }

    @Test
    void missingFilesAndForeignTextsAreFound() throws IOException {
        Files.delete(kernels.entry(keys.get(0)).resolve("source.cu"));
        kernels.behead(keys.get(2));
        Cli run = verify();
        assertEquals(ExitCode.CHECK_FAILED, run.exitCode());
        assertTrue(run.out().contains("{0}: source.cu is missing\n"), run.out());
        assertTrue(run.out().contains("{2}: entry.txt is not as it was written\n"), run.out());
    }

    @Test
    void jsonNamesWhatIsDamaged() throws IOException {
        kernels.damage(keys.get(1));
        Cli run = Cli.run("verify", "--json", "--fix", "--folder", folder);
        assertEquals(ExitCode.OK, run.exitCode());
        JsonObject result = JsonParser.parseString(run.out()).getAsJsonObject();
        assertEquals(3, result.get("checked").getAsInt());
        assertEquals(1, result.get("deleted").getAsInt());
        assertEquals(keys.get(1), result.getAsJsonArray("damaged").get(0).getAsJsonObject().get("key").getAsString());
    }

    @Test
    void theResultOnATerminalIsTheSame() {
        Cli run = Cli.run(new Terminals(false, false, true, false), "", "verify", "--folder", folder);
        assertEquals("3 kernels, none damaged\n", run.out());
    }
}
