package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keops.cache.Health;
import org.junit.jupiter.api.Test;

/** What is said about machines, none of which is this one. */
class DiagnosisTest {
    private static final Trial.Right RIGHT = new Trial.Right(1.25e9);

    private Machine.Java java = java("25.0.3+9", "mixed mode, sharing");
    private Machine.Vectors vectors = new Machine.Vectors(Optional.empty(), 512, 512, Optional.empty(), RIGHT);
    private Machine.Driver driver = new Machine.Driver(Optional.empty(), "/lib/libcuda.so.1", "13.0",
            List.of(new Machine.Gpu("GPU 0 (NVIDIA H200)", 90, 141L << 30, RIGHT)));
    private Machine.Compiler compiler =
            new Machine.Compiler(Optional.empty(), "/lib/libnvrtc.so.13", "13.0", List.of(80, 90));
    private Machine.Cache cache = new Machine.Cache(health(Optional.empty()), 12, 0, 3L << 20, 1L << 30);

    private static Machine.Java java(String version, String mode) {
        return new Machine.Java(Runtime.Version.parse(version), "A VM", mode, "/jdk", 2);
    }

    private static Health health(Optional<String> problem) {
        return new Health(Optional.of(Path.of("/cache/keops")), true, problem.isEmpty(), 5L << 30, problem);
    }

    private List<Finding> findings() {
        return Diagnosis.of(new Machine(java, vectors, driver, compiler, cache));
    }

    private Finding about(String subject) {
        return findings().stream().filter(finding -> finding.subject().equals(subject)).findFirst().orElseThrow();
    }

    private static String shown(Finding finding) {
        return finding.state().word() + ": " + finding.text()
                + finding.remedy().map(remedy -> " -> " + remedy).orElse("");
    }

    @Test
    void aMachineThatHasEverything() {
        assertEquals(List.of(
                "ok: 25.0.3+9, A VM, /jdk",
                "ok: 512 bits, 16 float32 at once, in use: 1.3e+09 pairs per second of a Gaussian in 3 dimensions on 2"
                        + " threads",
                "ok: /lib/libcuda.so.1, for CUDA up to 13.0",
                "ok: GPU 0 (NVIDIA H200), sm_90, 141G: 1.3e+09 pairs per second of a Gaussian in 3 dimensions",
                "ok: 13.0, /lib/libnvrtc.so.13, for sm_80, sm_90",
                "ok: /cache/keops: 12 kernels, 3.00M of at most 1.00G; the disk has 5.00G left"),
                findings().stream().map(DiagnosisTest::shown).toList());
    }

    @Test
    void aMachineThatHasNothing() {
        vectors = new Machine.Vectors(Optional.of("no module."), 0, 0, Optional.empty(),
                new Trial.Failed("no module."));
        driver = new Machine.Driver(Optional.of("No driver. Install it."), "", "", List.of());
        compiler = new Machine.Compiler(Optional.of("No NVRTC. Install it."), "", "", List.of());
        cache = new Machine.Cache(health(Optional.of("nothing can be written. Make it writable.")), 0, 0, 0, 0);
        assertEquals(List.of(
                "ok: 25.0.3+9, A VM, /jdk",
                "problem: formulas are computed slowly, by plain loops: no module.",
                "missing: No driver. Install it.",
                "missing: No NVRTC. Install it. Or compile kernels elsewhere: 'keops-cache export' and 'keops-cache "
                        + "import' bring them here.",
                "problem: nothing can be written. Make it writable."),
                findings().stream().map(DiagnosisTest::shown).toList());
    }

    @Test
    void anOldJavaIsToBeReplaced() {
        java = java("25.0.2", "mixed mode");
        assertEquals("problem: 25.0.2, A VM, /jdk -> Install 25.0.3 or newer.", shown(about("Java")));
        java = java("26-ea", "mixed mode");
        assertEquals(Finding.State.OK, about("Java").state());
    }

    @Test
    void whatMakesVectorsSlowIsFound() {
        java = java("25.0.3", "interpreted mode");
        assertEquals("problem: 512 bits, 16 float32 at once, but slowly: this JVM does not compile to fast machine code"
                + " (interpreted mode) -> Take -Xint, -client and -XX:TieredStopAtLevel out of the options of Java.",
                shown(about("vectors")));
        java = java("25.0.3", "mixed mode");
        vectors = new Machine.Vectors(Optional.empty(), 128, 512, Optional.empty(), RIGHT);
        assertEquals("problem: 128 bits, 4 float32 at once; this processor works best with 512"
                + " -> Take the system property keops.cpu.vectorBits away.", shown(about("vectors")));
    }

    @Test
    void codeThatIsNotTheFastestIsFound() {
        vectors = new Machine.Vectors(Optional.empty(), 512, 512, Optional.of("steps"), RIGHT);
        assertEquals("problem: 512 bits, 16 float32 at once; not the fastest code for each call, but always steps"
                + " -> Take the system property keops.cpu.tier away.", shown(about("vectors")));
    }

    @Test
    void wrongResultsAreToBeReported() {
        vectors = new Machine.Vectors(Optional.empty(), 256, 256, Optional.empty(), new Trial.Wrong(0.25));
        assertEquals("problem: 256 bits, 8 float32 at once; a trial gave wrong results, by 2.5e-01"
                + " -> Please report this, with the output of this command.", shown(about("vectors")));
        vectors = new Machine.Vectors(Optional.empty(), 256, 256, Optional.empty(), new Trial.Wrong(Double.NaN));
        assertTrue(about("vectors").text().endsWith("by NaN"));
        vectors = new Machine.Vectors(Optional.empty(), 256, 256, Optional.empty(), new Trial.Failed("out of luck."));
        assertEquals("problem: 256 bits, 8 float32 at once; a trial failed: out of luck.", shown(about("vectors")));
    }

    @Test
    void aDriverThatIsThereAndDoesNotStartIsAProblem() {
        driver = new Machine.Driver(Optional.of("The CUDA driver does not start."), "/lib/libcuda.so.1", "", List.of());
        assertEquals("problem: The CUDA driver does not start.", shown(about("driver")));
    }

    @Test
    void aDeviceWithoutACompilerLacksThat() {
        gpu(90, new Trial.Failed("No NVRTC."));
        compiler = new Machine.Compiler(Optional.of("No NVRTC."), "", "", List.of());
        assertEquals("missing: GPU 0 (X), sm_90, 16.0G: cannot compile kernels, see NVRTC", shown(about("device")));
    }

    @Test
    void aDeviceThatFailsIsAProblem() {
        gpu(90, new Trial.Failed("an illegal access."));
        assertEquals("problem: GPU 0 (X), sm_90, 16.0G; a trial failed: an illegal access.", shown(about("device")));
        gpu(90, new Trial.Wrong(1e-3));
        assertTrue(shown(about("device")).startsWith(
                "problem: GPU 0 (X), sm_90, 16.0G; a trial gave wrong results, by 1.0e-03"));
    }

    @Test
    void aCompilerThatDoesNotKnowTheDeviceIsAProblem() {
        gpu(70, RIGHT);
        assertEquals("problem: 13.0, /lib/libnvrtc.so.13, for sm_80, sm_90, which is not what GPU 0 (X) has: sm_70 ->"
                + " Install an NVRTC that knows it; till then the driver has to compile, too, at each start of a"
                + " program, or cannot.", shown(about("NVRTC")));
    }

    private void gpu(int architecture, Trial trial) {
        driver = new Machine.Driver(Optional.empty(), "/lib/libcuda.so.1", "13.0",
                List.of(new Machine.Gpu("GPU 0 (X)", architecture, 16L << 30, trial)));
    }

    @Test
    void damagedKernelsAreToBeTakenAway() {
        cache = new Machine.Cache(health(Optional.empty()), 12, 1, 3L << 20, 1L << 30);
        assertEquals(
                "problem: /cache/keops: 12 kernels, 3.00M of at most 1.00G; the disk has 5.00G left; 1 kernel of these"
                        + " will not be used -> 'keops-cache verify' says why, and 'keops-cache verify --fix'"
                        + " takes them away.",
                shown(about("cache")));
    }
}
