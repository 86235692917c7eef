package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import keops.cachetool.Kernels.Sample;
import keops.console.ExitCode;
import keops.console.Terminals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor on this machine, and on one that has nothing. */
class DoctorTest {
    @TempDir
    private Path folder;

    private static Map<String, JsonObject> bySubject(String json) {
        return JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("findings").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .collect(Collectors.toMap(finding -> finding.get("subject").getAsString(), finding -> finding,
                        (a, _) -> a));
    }

    private static String state(Map<String, JsonObject> findings, String subject) {
        return findings.get(subject).get("state").getAsString();
    }

    @Test
    void thisMachineIsLookedAt() throws IOException {
        new Kernels(folder).add(Sample.of("Exp(x)"));
        Cli run = Cli.run("doctor", "--json", "--folder", folder);
        JsonObject result = JsonParser.parseString(run.out()).getAsJsonObject();
        System.out.println(run.out());
        assertEquals(Runtime.version().toString(), result.get("java").getAsString());
        assertEquals(folder.toString(), result.get("folder").getAsString());
        Map<String, JsonObject> findings = bySubject(run.out());
        assertEquals("ok", state(findings, "Java"));
        assertEquals("ok", state(findings, "vectors"), findings.toString());
        assertTrue(List.of(128, 256, 512).contains(result.get("vectorBits").getAsInt()));
        assertEquals("ok", state(findings, "cache"));
        assertTrue(findings.get("cache").get("text").getAsString().startsWith(folder + ": 1 kernel, "));
        assertTrue(findings.containsKey("driver") && findings.containsKey("NVRTC"));
        boolean isWell = findings.keySet().stream().noneMatch(subject -> state(findings, subject).equals("problem"));
        assertEquals(isWell ? ExitCode.OK : ExitCode.CHECK_FAILED, run.exitCode());
    }

    @Test
    void peopleReadLines() {
        Cli run = Cli.run("doctor", "--folder", folder);
        assertTrue(run.out().startsWith("ok       Java     " + Runtime.version() + ", "), run.out());
        assertTrue(run.out().lines().allMatch(line -> line.startsWith("ok  ") || line.startsWith("missing  ")
                || line.startsWith("problem  ") || line.startsWith(" ".repeat(18))), run.out());
        Cli coloured = Cli.run(new Terminals(false, true, false, true), "", "doctor", "--folder", folder);
        assertTrue(coloured.out().startsWith("\u001b[32mok       \u001b[0mJava     "), coloured.out());
    }

    @Test
    void damagedKernelsAreAProblem() throws IOException {
        var kernels = new Kernels(folder);
        kernels.behead(kernels.add(Sample.of("Exp(x)")).getFirst());
        Cli run = Cli.run("doctor", "--folder", folder);
        assertEquals(ExitCode.CHECK_FAILED, run.exitCode());
        String words = run.out().replaceAll("\\s+", " ");
        assertTrue(words.contains("1 kernel of these will not be used -> 'keops-cache verify' says why"), run.out());
        assertTrue(run.out().endsWith("\n" + " ".repeat(18) + "-> 'keops-cache verify' says why, and"
                + " 'keops-cache verify --fix' takes them away.\n"), run.out());
    }

    /** In a JVM of its own: no Vector API, no driver, no NVRTC, and a cache that is a file. */
    @Test
    void aMachineWithNothingIsToldAllThatItLacks() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Cli run = Cli.inFreshJvm(
                List.of("-Dkeops.cuda.library=/nowhere/libcuda.so.1", "-Dkeops.nvrtc.library=/nowhere/libnvrtc.so"),
                "doctor", "--json", "--folder", file.toString());
        String json = run.out();
        assertEquals(ExitCode.CHECK_FAILED, run.exitCode(), run.toString());
        Map<String, JsonObject> findings = bySubject(json);
        var states = findings.keySet().stream()
                .collect(Collectors.toMap(subject -> subject, subject -> state(findings, subject)));
        assertEquals(
                Map.of("Java", "ok", "vectors", "problem", "driver", "missing", "NVRTC", "missing", "cache", "problem"),
                states);
        assertTrue(text(findings, "vectors").contains("--add-modules=jdk.incubator.vector"), json);
        assertTrue(text(findings, "driver").contains("/nowhere/libcuda.so.1"), json);
        assertTrue(text(findings, "NVRTC").contains("/nowhere/libnvrtc.so"), json);
        assertTrue(text(findings, "cache").contains(file.toString()), json);
    }

    private static String text(Map<String, JsonObject> findings, String subject) {
        return findings.get(subject).get("text").getAsString();
    }
}
