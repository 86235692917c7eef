package keops.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of a checkout, in a made-up one with a made-up JDK and a made-up Maven, and few tools. */
abstract class MadeUpMachine {
    static final Path SH = Path.of("/bin/sh");
    static final List<String> TOOLS =
            List.of("cat", "curl", "dirname", "find", "grep", "gzip", "head", "id", "mkdir", "mktemp", "mv",
                    "readlink", "rm", "sed", "sha256sum", "tar", "tr", "uname");

    @TempDir
    Path temp;

    Path checkout;
    Path path;
    Path jdk;
    final Map<String, String> environment = new HashMap<>();

    record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void makeUpAMachine() throws IOException {
        assumeTrue(Files.isExecutable(SH), "skipped: there is no " + SH + " on this machine");
        checkout = Files.createDirectories(temp.resolve("a checkout"));
        Files.createDirectory(checkout.resolve("setup"));
        for (String script : List.of("keops", "mvnw", "setup/get-jdk")) {
            Files.copy(Cli.root().resolve(script), checkout.resolve(script));
        }
        Path link = Files.readSymbolicLink(Cli.root().resolve("keops-cache"));
        Files.createSymbolicLink(checkout.resolve("keops-cache"), link);
        Files.createFile(checkout.resolve("pom.xml"));
        for (String module : List.of("bindings", "src", "console", "examples", "cache-tool")) {
            Files.createDirectories(checkout.resolve(module).resolve(module.equals("src") ? "main" : "src/main"));
            Files.createFile(checkout.resolve(module).resolve("pom.xml"));
        }
        path = Files.createDirectories(temp.resolve("bin"));
        for (String tool : TOOLS) {
            Optional<Path> found = onPath(tool);
            assumeTrue(found.isPresent(), "skipped: there is no " + tool + " on this machine");
            script(path.resolve(tool), "exec '" + found.get() + "' \"$@\"");
        }
        jdk = jdk(temp.resolve("jdk roots/jdk 25"), "25.0.3");
        environment.put("PATH", path.toString());
        environment.put("HOME", Files.createDirectories(temp.resolve("home")).toString());
        environment.put("KEOPS_JDK_ROOTS", temp.resolve("empty") + ":" + jdk.getParent());
    }

    static Optional<Path> onPath(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A JDK whose java prints its arguments, each in brackets, and exits with 42. */
    Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), "for a; do printf '[%s]' \"$a\"; done; echo; exit 42");
        script(home.resolve("bin/javac"), "exit 1");
        return home;
    }

    /** A Maven that notes its arguments and leaves both commands. */
    void maven() throws IOException {
        script(path.resolve("mvn"), """
                echo "$JAVA_HOME: $*" >>mvn.calls
                mkdir -p examples/target/lib cache-tool/target/lib
                : >examples/target/keops-examples.jar
                : >cache-tool/target/keops-cache-tool.jar""");
    }

    static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    final Run launch(Path script, String... args) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(SH.toString(), script.toString()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).directory(temp.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path out = Files.createTempFile(temp, "out", "");
        Path err = Files.createTempFile(temp, "err", "");
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the launcher hangs");
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    final Run launch(String... args) throws IOException, InterruptedException {
        return launch(checkout.resolve("keops"), args);
    }

    List<String> mavenCalls() throws IOException {
        Path calls = checkout.resolve("mvn.calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}
