package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import keops.console.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
    private static final Path BASH = Path.of("/bin/bash");

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsBash() {
        if (!Files.isExecutable(BASH)) {
            System.out.println("skipped: the completion script is not run, because there is no " + BASH);
        }
        assumeTrue(Files.isExecutable(BASH), "no bash");
    }

    @Test
    void aScriptIsPrinted() {
        Cli run = Cli.run("generate-completion");
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(run.out().startsWith("#!/usr/bin/env bash\n"), run.out());
        assertTrue(run.out().contains("complete -F _complete_keops-cache -o default keops-cache"), run.out());
    }

    @ParameterizedTest
    @CsvSource({
        "keops-cache pr, prune precompile",
        "keops-cache list --so, --sort",
        "keops-cache list --sort u, used",
        "keops-cache prune --a, --all --arch",
        "keops-cache precompile --dtype float3, float32"
    })
    void bashCompletesWords(String line, String expected) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("completion"), Cli.run("generate-completion").out());
        String words = line.replace(' ', '\n');
        Process bash = new ProcessBuilder(BASH.toString(), "-c", """
                source "$1"
                mapfile -t COMP_WORDS <<<"$2"
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                COMP_LINE="${COMP_WORDS[*]}"
                COMP_POINT=${#COMP_LINE}
                _complete_keops-cache
                echo "${COMPREPLY[@]}"
                """,
                "bash", script.toString(), words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String completed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(bash.waitFor(1, TimeUnit.MINUTES));
        assertEquals(expected, completed.strip());
    }
}
