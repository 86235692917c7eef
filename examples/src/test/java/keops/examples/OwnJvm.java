package keops.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command in a JVM of its own.
 *
 * @param process the JVM
 * @param err where its messages go
 */
record OwnJvm(Process process, Path err) {
    /** Starts the command with words that have no blanks. */
    static OwnJvm start(ProcessBuilder.Redirect out, Path err, String words) throws IOException {
        String classPath = Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "-XX:TieredStopAtLevel=1", "-cp", classPath,
                Keops.class.getName()));
        command.addAll(List.of(words.split(" ", -1)));
        var builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err.toFile());
        builder.environment().remove("JDK_JAVA_OPTIONS");
        return new OwnJvm(builder.start(), err);
    }

    /** What it has told so far: its own lines, and not those of Java. */
    String told() throws IOException {
        return Files.readAllLines(err).stream().filter(line -> line.startsWith("keops: "))
                .collect(Collectors.joining("\n"));
    }

    /** Waits for its end and gives its exit code. */
    int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it hangs");
        return process.exitValue();
    }
}
