package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every program in a JVM of its own, whose standard output is full or closed. */
class StandardOutputTest {
    private static final Path FULL = Path.of("/dev/full");
    private static final String SUM = "reduce --formula Sum(p) --alias p=Pm(2) --arg 1,2";

    @TempDir
    private Path temp;

    private record Run(int exitCode, String err) {}

    private Process start(ProcessBuilder.Redirect out, Path err, String words) throws IOException {
        String classPath = Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "-XX:TieredStopAtLevel=1", "-cp", classPath, Keops.class.getName()));
        command.addAll(List.of(words.split(" ", -1)));
        var builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err.toFile());
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return builder.start();
    }

    private static Run ended(Process process, Path err) throws IOException, InterruptedException {
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it hangs");
        return new Run(process.exitValue(), Files.readAllLines(err).stream()
                .filter(line -> line.startsWith("keops: "))
                .collect(Collectors.joining("\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {SUM, "operators", "demo --rows 10 --columns 10", "--help", "--version"})
    void aFullDeviceIsAnError(String words) throws IOException, InterruptedException {
        if (!Files.exists(FULL)) {
            System.out.println("skipped: keops " + words + " into a full device, because there is no " + FULL);
        }
        assumeTrue(Files.exists(FULL), "there is no " + FULL);
        Path err = temp.resolve("err");
        Run run = ended(start(ProcessBuilder.Redirect.to(FULL.toFile()), err, words), err);
        assertEquals(ExitCode.BAD_DATA, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("keops: the results could not be written to standard output: "), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @Test
    void aClosedPipeIsQuietAndNoSuccess() throws IOException, InterruptedException {
        Path err = temp.resolve("err");
        Process process = start(ProcessBuilder.Redirect.PIPE, err, "operators");
        process.getInputStream().close();
        Run run = ended(process, err);
        assertNotEquals(ExitCode.OK, run.exitCode());
        if (!System.getProperty("os.name").startsWith("Windows")) {
            assertEquals(new Run(ExitCode.CLOSED_PIPE, ""), run);
        }
    }
}
