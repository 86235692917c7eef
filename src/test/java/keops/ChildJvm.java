package keops;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fresh JVM that runs a main class of the tests, with the library and the tests on its class path. */
public final class ChildJvm {
    /** How it ended. */
    record Result(int exitCode, String output) {}

    private ChildJvm() {}

    static Result run(List<String> flags, Class<?> main, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("output", ".txt");
        try {
            Process process = builder(flags, main, arguments).redirectOutput(output.toFile()).start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(main + " did not end; it printed\n" + Files.readString(output));
            }
            return new Result(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    /** What starts such a JVM, with its errors in its output. */
    public static ProcessBuilder builder(List<String> flags, Class<?> main, String... arguments) {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The collector whose threads and barriers cost small heaps least.
        line.add("-XX:+UseSerialGC");
        line.addAll(flags);
        line.addAll(List.of("-Xshare:auto", "-cp", classPath(), main.getName()));
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder;
    }

    /** This JVM's module path and class path in one. */
    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(Objects::nonNull)
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
