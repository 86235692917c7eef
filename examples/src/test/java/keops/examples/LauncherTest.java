package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, in a made-up checkout with a made-up JDK and a made-up Maven. */
class LauncherTest {
    private static final Path SH = Path.of("/bin/sh");
    private static final List<String> TOOLS =
            List.of("dirname", "readlink", "sed", "find", "head", "mkdir", "mv", "cat");

    @TempDir
    private Path temp;

    private Path checkout;
    private Path path;
    private Path jdk;
    private final Map<String, String> environment = new HashMap<>();

    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void makeUpAMachine() throws IOException {
        assumeTrue(Files.isExecutable(SH), "skipped: there is no " + SH + " on this machine");
        checkout = Files.createDirectories(temp.resolve("a checkout"));
        Files.copy(Cli.root().resolve("keops"), checkout.resolve("keops"));
        Files.createSymbolicLink(checkout.resolve("keops-cache"), Files.readSymbolicLink(Cli.root().resolve("keops-cache")));
        Files.createFile(checkout.resolve("pom.xml"));
        for (String module : List.of("bindings", "src", "console", "examples", "cache-tool")) {
            Files.createDirectories(checkout.resolve(module).resolve(module.equals("src") ? "main" : "src/main"));
            Files.createFile(checkout.resolve(module).resolve("pom.xml"));
        }
        path = Files.createDirectories(temp.resolve("bin"));
        for (String tool : TOOLS) {
            script(path.resolve(tool), "exec '" + onPath(tool).orElseThrow() + "' \"$@\"");
        }
        jdk = jdk(temp.resolve("jdk roots/jdk 25"), "25.0.3");
        environment.put("PATH", path.toString());
        environment.put("HOME", Files.createDirectories(temp.resolve("home")).toString());
        environment.put("KEOPS_JDK_ROOTS", temp.resolve("empty") + ":" + jdk.getParent());
    }

    private static Optional<Path> onPath(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A JDK whose java prints its arguments, each in brackets, and exits with 42. */
    private Path jdk(Path home, String version) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), "for a; do printf '[%s]' \"$a\"; done; echo; exit 42");
        script(home.resolve("bin/javac"), "exit 1");
        return home;
    }

    /** A Maven that notes its arguments and leaves both commands. */
    private void maven() throws IOException {
        script(path.resolve("mvn"), """
                echo "$JAVA_HOME: $*" >>mvn.calls
                mkdir -p examples/target/lib cache-tool/target/lib
                : >examples/target/keops-examples.jar
                : >cache-tool/target/keops-cache-tool.jar""");
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run launch(Path script, String... args) throws IOException, InterruptedException {
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

    private Run launch(String... args) throws IOException, InterruptedException {
        return launch(checkout.resolve("keops"), args);
    }

    private List<String> mavenCalls() throws IOException {
        Path calls = checkout.resolve("mvn.calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @Test
    void withoutAJdkItSaysSo() throws IOException, InterruptedException {
        environment.put("KEOPS_JDK_ROOTS", temp.resolve("empty").toString());
        assertEquals(new Run(5, "",
                "keops: no JDK 25 or newer found: install one, or set KEOPS_JAVA_HOME to its folder\n"), launch("demo"));
    }

    @Test
    void anOldJdkAndOneWithoutCompilerAreNotTaken() throws IOException, InterruptedException {
        jdk(temp.resolve("others/17"), "17.0.15");
        jdk(temp.resolve("others/8"), "1.8.0_402");
        Files.delete(jdk(temp.resolve("others/jre"), "25").resolve("bin/javac"));
        environment.put("KEOPS_JDK_ROOTS", temp.resolve("others").toString());
        assertEquals(5, launch("demo").exitCode());
    }

    @Test
    void withoutMavenItSaysSo() throws IOException, InterruptedException {
        assertEquals(new Run(6, "", "keops: Maven is needed to build keops: install mvn, 3.8 or newer\n"),
                launch("demo"));
    }

    @Test
    void theFirstUseBuildsAndTheNextDoesNot() throws IOException, InterruptedException {
        maven();
        Run first = launch("demo", "--rows", "two words", "");
        assertEquals(42, first.exitCode());
        assertEquals("keops: building it\n", first.err());
        String home = checkout.toRealPath().toString();
        String target = home + "/examples/target";
        assertEquals("[-Dkeops.terminals=][-Dkeops.home=" + home + "][--enable-native-access=keops.bindings][-p][" + target
                + "/keops-examples.jar:" + target + "/lib][-m][keops.examples/keops.examples.Keops]"
                + "[demo][--rows][two words][]\n", first.out());
        assertEquals(new Run(42, first.out(), ""), launch("demo", "--rows", "two words", ""));
        assertEquals(
                List.of(jdk + ": -B -ntp -pl examples -am package -Dmaven.test.skip=true"), mavenCalls());
    }

    @Test
    void theOtherNameRunsTheOtherCommand() throws IOException, InterruptedException {
        maven();
        Path home = checkout.toRealPath();
        String target = home + "/cache-tool/target";
        var expected = new Run(42, "[-Dkeops.terminals=][-Dkeops.home=" + home
                + "][--enable-native-access=keops.bindings][-p][" + target + "/keops-cache-tool.jar:" + target
                + "/lib][-m][keops.cachetool/keops.cachetool.KeopsCache][list]\n", "keops-cache: building it\n");
        assertEquals(expected, launch(checkout.resolve("keops-cache"), "list"));
        assertEquals(List.of(jdk + ": -B -ntp -pl cache-tool -am package -Dmaven.test.skip=true"), mavenCalls());
        Path link = Files.createSymbolicLink(temp.resolve("warm"), checkout.resolve("keops-cache"));
        assertEquals(new Run(42, expected.out(), ""), launch(link, "list"));
        assertEquals("keops: building it\n", launch("demo").err());
    }

    @Test
    void changedSourcesAreBuiltAgain() throws IOException, InterruptedException {
        maven();
        launch();
        Path source = Files.createFile(checkout.resolve("src/main/New.java"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertEquals("keops: building it\n", launch().err());
        assertEquals(2, mavenCalls().size());
    }

    @Test
    void aFailedBuildShowsWhy() throws IOException, InterruptedException {
        script(path.resolve("mvn"), "echo '[INFO] chatter'; echo '[ERROR] no such thing'; exit 1");
        Path log = checkout.toRealPath().resolve("examples/target/launcher.log");
        assertEquals(new Run(7, "", "keops: building it\n[ERROR] no such thing\n"
                + "keops: the build failed; the whole log is " + log + "\n"), launch("demo"));
        assertEquals(7, launch("demo").exitCode());
    }

    @Test
    void itRunsThroughLinks() throws IOException, InterruptedException {
        maven();
        Path link = Files.createDirectories(temp.resolve("links")).resolve("keops link");
        Files.createSymbolicLink(link, Path.of("second"));
        Files.createSymbolicLink(link.resolveSibling("second"), checkout.resolve("keops"));
        assertEquals(42, launch(link, "demo").exitCode());
        assertEquals(1, mavenCalls().size());
    }

    @Test
    void theOrderOfJdks() throws IOException, InterruptedException {
        assertEquals(new Run(0, jdk + "\n", ""), launch("--java-home"));
        Path onPath = jdk(temp.resolve("on path"), "26-ea");
        Files.createSymbolicLink(path.resolve("java"), onPath.resolve("bin/java"));
        assertEquals(new Run(0, onPath.toRealPath() + "\n", ""), launch("--java-home"));
        Path usual = jdk(temp.resolve("usual"), "25");
        environment.put("JAVA_HOME", usual.toString());
        assertEquals(new Run(0, usual + "\n", ""), launch("--java-home"));
        Path chosen = jdk(temp.resolve("chosen"), "27.1");
        environment.put("KEOPS_JAVA_HOME", chosen.toString());
        assertEquals(new Run(0, chosen + "\n", ""), launch("--java-home"));
    }

    @Test
    void aChoiceThatCannotBeHonouredIsSaid() throws IOException, InterruptedException {
        Path old = jdk(temp.resolve("old"), "17.0.15");
        environment.put("KEOPS_JAVA_HOME", old.toString());
        assertEquals(new Run(0, jdk + "\n",
                "keops: KEOPS_JAVA_HOME=" + old + " is no JDK 25 or newer, so " + jdk + " is used\n"),
                launch("--java-home"));
    }
}
