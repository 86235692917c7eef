package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a machine without JDK and Maven the scripts get both, where the user agrees, and trust nothing unchecked. */
class FreshMachineTest extends MadeUpMachine {
    private LoopbackServer server;
    private byte[] archive;

    @BeforeEach
    void makeUpAServer() throws IOException, InterruptedException {
        server = new LoopbackServer();
        Path outside = Files.createDirectories(temp.resolve("outside"));
        jdk(outside.resolve("jdk-25.0.9+1"), "25.0.9");
        archive = packed(outside, "jdk-25.0.9+1");
        environment.put("KEOPS_JDK_ROOTS", temp.resolve("empty").toString());
        environment.put("KEOPS_YES", "1");
        serveArchive(archive, sha256(archive));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private byte[] packed(Path folder, String name) throws IOException, InterruptedException {
        Path file = Files.createTempFile(temp, "packed", ".tar.gz");
        var tar = new ProcessBuilder("tar", "-czf", file.toString(), "-C", folder.toString(), name).inheritIO().start();
        assertEquals(0, tar.waitFor());
        return Files.readAllBytes(file);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void serveArchive(byte[] bytes, String sum) {
        environment.put("KEOPS_JDK_URL", server.url() + "/jdk.tar.gz");
        server.put("/jdk.tar.gz", bytes);
        server.put("/jdk.tar.gz.sha256.txt", sum + "  jdk.tar.gz\n");
    }

    private Path jdks() {
        return temp.resolve("home/.cache/keops/jdks");
    }

    private List<String> kept() throws IOException {
        if (!Files.exists(jdks())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(jdks())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void assertRefused(String why) throws IOException, InterruptedException {
        Run run = launch("--java-home");
        assertEquals(5, run.exitCode(), run.toString());
        assertEquals("", run.out());
        assertTrue(run.err().contains(why), run.err());
        assertEquals(List.of(), kept());
    }

    @Test
    void aJdkIsFetchedOnceAndFoundFromThenOn() throws IOException, InterruptedException {
        Run first = launch("--java-home");
        assertEquals(0, first.exitCode(), first.err());
        assertEquals("keops: fetching " + server.url() + "/jdk.tar.gz\n", first.err());
        assertEquals(1, kept().size());
        assertEquals(jdks().resolve(kept().getFirst()) + "\n", first.out());
        assertTrue(Files.isExecutable(jdks().resolve(kept().getFirst()).resolve("bin/java")));
        environment.remove("KEOPS_YES");
        assertEquals(new Run(0, first.out(), ""), launch("--java-home"));
        assertEquals(List.of("/jdk.tar.gz.sha256.txt", "/jdk.tar.gz"), server.asked());
    }

    @Test
    void theFirstCommandDoesAll() throws IOException, InterruptedException {
        maven();
        assertEquals(42, launch("demo").exitCode());
        assertEquals(1, mavenCalls().size());
        assertTrue(mavenCalls().getFirst().startsWith(jdks().toString()), mavenCalls().getFirst());
    }

    @ParameterizedTest
    @CsvSource({"XDG_CACHE_HOME, xdg/keops/jdks", "KEOPS_JDK_FOLDER, xdg"})
    void theUserSaysWhereItIsKept(String variable, String folder) throws IOException, InterruptedException {
        environment.put(variable, temp.resolve("xdg").toString());
        assertTrue(launch("--java-home").out().startsWith(temp.resolve(folder) + "/jdk-25.0.9+1."));
        assertEquals(List.of(), kept());
    }

    @Test
    void aFolderInsideOfTheArchiveIsFoundAsOnMacs() throws IOException, InterruptedException {
        jdk(temp.resolve("mac/jdk-25.0.9/Contents/Home"), "25.0.9");
        byte[] packed = packed(temp.resolve("mac"), "jdk-25.0.9");
        serveArchive(packed, sha256(packed));
        String found = launch("--java-home").out();
        assertEquals(jdks().resolve(kept().getFirst()) + "/Contents/Home\n", found);
        assertEquals(found, launch("--java-home").out());
    }

    @Test
    void withoutAgreementNothingIsFetched() throws IOException, InterruptedException {
        environment.remove("KEOPS_YES");
        assertRefused("keops: no JDK 25 or newer found: install one, set KEOPS_JAVA_HOME to its folder, or set"
                + " KEOPS_YES=1 to get one, " + server.url() + "/jdk.tar.gz into " + jdks() + "\n");
        environment.put("KEOPS_YES", "0");
        assertRefused("no JDK 25 or newer found");
        assertEquals(List.of(), server.asked());
    }

    @Test
    void anotherChecksumIsRefused() throws IOException, InterruptedException {
        serveArchive(archive, "0".repeat(64));
        assertRefused("its SHA-256 is " + sha256(archive) + ", but " + "0".repeat(64) + " was announced");
        environment.put("KEOPS_JDK_SHA256", "1".repeat(64));
        assertRefused("but " + "1".repeat(64) + " was announced");
        environment.put("KEOPS_JDK_SHA256", sha256(archive).toUpperCase(Locale.ROOT));
        assertEquals(0, launch("--java-home").exitCode());
    }

    @Test
    void whatIsNotThereOrCutIsRefused() throws IOException, InterruptedException {
        server.putCut("/jdk.tar.gz", archive, archive.length / 2);
        assertRefused("/jdk.tar.gz cannot be fetched");
        environment.put("KEOPS_JDK_URL", server.url() + "/nothing.tar.gz");
        assertRefused("/nothing.tar.gz.sha256.txt cannot be fetched");
        environment.put("KEOPS_JDK_SHA256", sha256(archive));
        assertRefused("/nothing.tar.gz cannot be fetched");
        server.put("/nothing.tar.gz.sha256.txt", "");
        environment.remove("KEOPS_JDK_SHA256");
        assertRefused("/nothing.tar.gz.sha256.txt is empty");
    }

    @Test
    void whatIsNoArchiveOfAJdkIsRefused() throws IOException, InterruptedException {
        byte[] text = "no archive".getBytes(StandardCharsets.UTF_8);
        serveArchive(text, sha256(text));
        assertRefused("/jdk.tar.gz cannot be unpacked");
        Files.createDirectories(temp.resolve("other/tool/bin"));
        byte[] packed = packed(temp.resolve("other"), "tool");
        serveArchive(packed, sha256(packed));
        assertRefused("there is no JDK in " + server.url() + "/jdk.tar.gz");
    }

    @Test
    void whatAKilledRunHasLeftIsNoJdk() throws IOException, InterruptedException {
        jdk(jdks().resolve(".new.abc/unpacked/jdk"), "25.0.9");
        environment.remove("KEOPS_YES");
        assertEquals(5, launch("--java-home").exitCode());
        environment.put("KEOPS_YES", "1");
        assertEquals(0, launch("--java-home").exitCode());
    }

    @Test
    void twoRunsAtOnceDoNotDisturbEachOther() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Run>> twice = List.of(() -> launch("--java-home"), () -> launch("--java-home"));
            for (var run : threads.invokeAll(twice)) {
                assertEquals(0, run.get().exitCode(), run.get().err());
                assertTrue(Files.isExecutable(Path.of(run.get().out().strip()).resolve("bin/javac")));
            }
        }
        assertFalse(kept().stream().anyMatch(name -> name.startsWith(".new")), kept().toString());
    }

    @ParameterizedTest
    @CsvSource({"Linux, x86_64, linux, x64", "Linux, aarch64, linux, aarch64", "Darwin, arm64, mac, aarch64"})
    void theArchiveOfThePlatformIsAskedFor(String kernel, String machine, String os, String architecture)
            throws IOException, InterruptedException {
        script(path.resolve("uname"), "[ \"$1\" = -s ] && echo " + kernel + " || echo " + machine);
        environment.remove("KEOPS_JDK_URL");
        environment.put("KEOPS_JDK_API", server.url());
        environment.put("KEOPS_JDK_FOLDER", jdks().toString());
        String question = "/v3/assets/latest/25/hotspot?architecture=" + architecture + "&image_type=jdk&os=" + os
                + "&vendor=eclipse";
        server.put(question, """
                [
                  {
                    "binary": {
                      "installer": {"checksum": "%1$s", "checksum_link": "%2$s/other", "link": "%2$s/jdk.pkg"},
                      "package": {
                        "checksum": "%3$s",
                        "checksum_link": "%2$s/jdk.tar.gz.sha256.txt",
                        "link": "%2$s/jdk.tar.gz",
                        "name": "jdk.tar.gz"
                      }
                    }
                  }
                ]
                """.formatted("0".repeat(64), server.url(), sha256(archive)));
        Run run = launch("--java-home");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(List.of(question, "/jdk.tar.gz"), server.asked());

        server.put(question, "[]");
        environment.put("KEOPS_JDK_FOLDER", temp.resolve("another").toString());
        Run none = launch("--java-home");
        assertEquals(5, none.exitCode());
        assertTrue(none.err().contains(" names no JDK for " + os + " on " + architecture), none.err());
    }

    @Test
    void theSystemsPackageComesFirst() throws IOException, InterruptedException {
        environment.remove("KEOPS_JDK_URL");
        environment.put("KEOPS_JDK_API", server.url());
        environment.put("KEOPS_JDK_ROOTS", temp.resolve("system").toString());
        script(path.resolve("id"), "echo 1000");
        script(path.resolve("sudo"), """
                echo "$*" >>'%1$s/sudo.calls'
                [ "$3" = install ] && [ -e '%1$s/has' ] && mv '%1$s/prepared' '%1$s/system'""".formatted(temp));
        script(path.resolve("apt-get"), "exit 1");
        assertRefused("""
                keops: running 'sudo -n apt-get install -y --no-install-recommends openjdk-25-jdk-headless'
                keops: the system has no such package
                """);
        environment.remove("KEOPS_YES");
        assertRefused("by 'sudo -n apt-get install -y --no-install-recommends openjdk-25-jdk-headless' or, where the"
                + " system has no such package, Eclipse Temurin from " + server.url() + " into " + jdks());
        environment.put("KEOPS_YES", "1");
        jdk(temp.resolve("prepared/java-25"), "25.0.3");
        Files.createFile(temp.resolve("has"));
        assertEquals(temp.resolve("system/java-25") + "\n", launch("--java-home").out());
        assertEquals("-n apt-get update -qq", Files.readAllLines(temp.resolve("sudo.calls")).getFirst());
    }

    private void mavenWrapper(String zipSum, String tarSum) throws IOException, InterruptedException {
        Path maven = temp.resolve("maven/apache-maven-3.9.16");
        Files.createDirectories(maven.resolve("bin"));
        script(maven.resolve("bin/mvn"), "echo \"$JAVA_HOME: $*\"");
        byte[] packed = packed(maven.getParent(), maven.getFileName().toString());
        Files.createDirectories(checkout.resolve(".mvn/wrapper"));
        String folder = "/org/apache/maven/apache-maven/3.9.16/";
        Files.writeString(checkout.resolve(".mvn/wrapper/maven-wrapper.properties"), "distributionUrl=https://nowhere"
                + folder + "apache-maven-3.9.16-bin.zip\ndistributionSha256Sum=" + zipSum
                + "\ndistributionTarSha256Sum=" + (tarSum.isEmpty() ? sha256(packed) : tarSum) + "\n");
        server.put(folder + "apache-maven-3.9.16-bin.tar.gz", packed);
        environment.put("MVNW_REPOURL", server.url());
    }

    @Test
    void mavenIsFetchedCheckedAndRunOnTheJdkThatWasFound() throws IOException, InterruptedException {
        mavenWrapper("0".repeat(64), "");
        Run run = launch(checkout.resolve("mvnw"), "-ntp", "verify");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(jdks().resolve(kept().getFirst()) + ": -ntp verify\n", run.out());
    }

    @Test
    void aMavenOfAnotherChecksumIsNotRun() throws IOException, InterruptedException {
        mavenWrapper("0".repeat(64), "1".repeat(64));
        Run run = launch(checkout.resolve("mvnw"), "-ntp", "verify");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("Failed to validate Maven distribution SHA-256"), run.err());
        assertFalse(Files.exists(temp.resolve("home/.m2/wrapper/dists/apache-maven-3.9.16/bin")));
    }

    @Test
    void whereThereIsNoMavenTheLauncherBuildsByTheWrapper() throws IOException, InterruptedException {
        script(checkout.resolve("mvnw"), "echo \"wrapper: $*\" >>mvn.calls; mkdir -p examples/target/lib;"
                + " : >examples/target/keops-examples.jar");
        assertEquals(42, launch("demo").exitCode());
        assertEquals(List.of("wrapper: -B -ntp -pl examples -am package -Dmaven.test.skip=true"), mavenCalls());
    }

    @Test
    void theWrapperOfThisProjectChecksBothArchives() throws IOException {
        String properties = Files.readString(Cli.root().resolve(".mvn/wrapper/maven-wrapper.properties"));
        for (String key : List.of("distributionSha256Sum", "distributionTarSha256Sum")) {
            assertTrue(properties.matches("(?s).*\n" + key + "=[0-9a-f]{64}\n.*"), properties);
        }
        assertTrue(Files.isExecutable(Cli.root().resolve("mvnw")));
    }
}
