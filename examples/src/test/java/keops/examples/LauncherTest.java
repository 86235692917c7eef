package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The launcher script finds a JDK, builds what it runs, and runs it. */
class LauncherTest extends MadeUpMachine {
    @Test
    void anOldJdkAndOneWithoutCompilerAreNotTaken() throws IOException, InterruptedException {
        jdk(temp.resolve("others/17"), "17.0.15");
        jdk(temp.resolve("others/8"), "1.8.0_402");
        Files.delete(jdk(temp.resolve("others/jre"), "25").resolve("bin/javac"));
        environment.put("KEOPS_JDK_ROOTS", temp.resolve("others").toString());
        assertEquals(5, launch("demo").exitCode());
    }

    @Test
    void theFirstUseBuildsAndTheNextDoesNot() throws IOException, InterruptedException {
        maven();
        Run first = launch("demo", "--rows", "two words", "");
        assertEquals(42, first.exitCode());
        assertEquals("keops: building it\n", first.err());
        String home = checkout.toRealPath().toString();
        String target = home + "/examples/target";
        assertEquals("[-Dkeops.terminals=][-Dkeops.home=" + home
                + "][--enable-native-access=keops.bindings][-p][" + target
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
