package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keops.console.ExitCode;
import keops.cuda.CudaCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/cache.md shows of this command is run as it stands there. */
class CachePageTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @Test
    void theExamplesRun(@TempDir Path folder) throws IOException {
        Optional<String> cause = CudaCompiler.unavailabilityCause();
        cause.ifPresent(why -> System.out.println("skipped: the kernels of docs/cache.md are not compiled, because: "
                + why));
        assumeTrue(cause.isEmpty(), "no NVRTC");
        List<MatchResult> blocks = BLOCK.matcher(Files.readString(Cli.root().resolve("docs/cache.md"))).results()
                .toList();
        int ran = 0;
        for (int k = 0; k + 1 < blocks.size(); k++) {
            if (blocks.get(k).group(2).startsWith("./keops-cache ")) {
                Cli run = Cli.run(words(blocks.get(k).group(2), folder));
                assertEquals(ExitCode.OK, run.exitCode(), run.err());
                assertEquals(plain(blocks.get(k + 1).group(2)), plain(run.out()));
                ran++;
            }
        }
        assertEquals(2, ran);
    }

    private static Object[] words(String line, Path folder) {
        Stream<String> words = WORD.matcher(line.replace("\\\n", " ")).results()
                .skip(1)
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2));
        return Stream.concat(words, Stream.of("--folder", folder.toString())).toArray();
    }

    /** Without what the version of NVRTC and the time decide: keys, ages and sizes. */
    private static String plain(String text) {
        return text.replaceAll("(?m)^[0-9a-f]{12} ", "key ").replaceAll("\\b[\\d.]+[KM]\\b", "size")
                .replaceAll(" +\\d+[smhd]\\b", " age").replaceAll(" +", " ");
    }
}
