package keops.cachetool;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keops.console.Terminals;

/**
 * What a run of the command gave.
 *
 * @param exitCode what the shell is told
 * @param out what went to standard output
 * @param err what went to standard error
 */
record Cli(int exitCode, String out, String err) {
    /** The time of all tests, unless they choose another. */
    static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");

    /** Runs the command in this JVM, where nobody watches. */
    static Cli run(Object... args) {
        return run(Terminals.NONE, "", args);
    }

    /** Runs the command in this JVM, with terminals and what is typed there. */
    static Cli run(Terminals terminals, String typed, Object... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        String[] texts = new String[args.length];
        for (int k = 0; k < args.length; k++) {
            texts[k] = args[k].toString();
        }
        int exitCode = KeopsCache.program(session(terminals, typed))
                .run(new PrintWriter(out), new PrintWriter(err), texts);
        return new Cli(exitCode, lines(out), lines(err));
    }

    /** The result as JSON. */
    JsonElement json() {
        return JsonParser.parseString(out);
    }

    /** Runs the command in a JVM of its own, on the class path, and so without the Vector API. */
    static Cli inFreshJvm(List<String> flags, String... args) throws IOException, InterruptedException {
        String classPath = Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, KeopsCache.class.getName()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().remove("JDK_JAVA_OPTIONS");
            Process process = builder.start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(command + " did not end");
            }
            return new Cli(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static Session session(Terminals terminals, String typed) {
        return new Session(new BufferedReader(new StringReader(typed)), terminals, InstantSource.fixed(NOW));
    }

    private static String lines(StringWriter writer) {
        return writer.toString().replace(System.lineSeparator(), "\n");
    }

    /** The root of the repository; Maven says where this module is. */
    static Path root() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    }
}
