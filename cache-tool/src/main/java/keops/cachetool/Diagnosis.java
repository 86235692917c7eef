package keops.cachetool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import keops.cache.ByteSize;
import keops.text.Count;

/** Judges the facts about a machine: the state of each component, and what to do if it is missing or broken. */
final class Diagnosis {
    /** The oldest version with which the library is tested. */
    private static final Runtime.Version OLDEST_JAVA = Runtime.Version.parse("25.0.3");

    private static final int FLOAT_BITS = 32;

    private Diagnosis() {}

    /** All findings, in the order of dependence. */
    static List<Finding> of(Machine machine) {
        var findings = new ArrayList<Finding>();
        findings.add(java(machine.java()));
        findings.add(vectors(machine.vectors(), machine.java()));
        findings.add(driver(machine.driver()));
        machine.driver().devices().forEach(gpu -> findings.add(gpu(gpu, machine.compiler())));
        findings.add(compiler(machine.compiler(), machine.driver()));
        findings.add(cache(machine.cache()));
        return List.copyOf(findings);
    }

    private static Finding java(Machine.Java java) {
        String text = java.version() + ", " + java.name() + ", " + java.home();
        return java.version().compareToIgnoreOptional(OLDEST_JAVA) >= 0
                ? Finding.ok("Java", text)
                : Finding.problem("Java", text, "Install " + OLDEST_JAVA + " or newer.");
    }

    private static Finding vectors(Machine.Vectors vectors, Machine.Java java) {
        String subject = "vectors";
        if (vectors.unavailableBecause().isPresent()) {
            return Finding.problem(subject, "formulas are computed slowly, by plain loops: "
                    + vectors.unavailableBecause().get());
        }
        String width = vectors.bits() + " bits, " + vectors.bits() / FLOAT_BITS + " float32 at once";
        if (java.mode().contains("interpreted") || java.mode().contains("emulated-client")) {
            return Finding.problem(subject, width + ", but slowly: this JVM does not compile to fast machine code ("
                    + java.mode() + ")", "Take -Xint, -client and -XX:TieredStopAtLevel out of the options of Java.");
        }
        if (vectors.bits() != vectors.preferredBits()) {
            return Finding.problem(subject, width + "; this processor works best with " + vectors.preferredBits(),
                    "Take the system property keops.cpu.vectorBits away.");
        }
        if (vectors.tier().isPresent()) {
            return Finding.problem(subject, width + "; not the fastest code for each call, but always "
                    + vectors.tier().get(), "Take the system property keops.cpu.tier away.");
        }
        return switch (vectors.trial()) {
            case Trial.Right right -> Finding.ok(subject, width + ", in use: " + speed(right) + " on "
                    + Count.of(java.processors(), "thread"));
            case Trial.Wrong wrong -> wrong(subject, width, wrong);
            case Trial.Failed failed -> Finding.problem(subject, width + "; a trial failed: " + failed.cause());
        };
    }

    private static Finding wrong(String subject, String what, Trial.Wrong wrong) {
        String error = String.format(Locale.ROOT, "%.1e", wrong.error());
        return Finding.problem(subject, what + "; a trial gave wrong results, by " + error,
                "Please report this, with the output of this command.");
    }

    private static String speed(Trial.Right right) {
        return String.format(Locale.ROOT, "%.2g", right.pairsPerSecond())
                + " pairs per second of a Gaussian in 3 dimensions";
    }

    private static Finding driver(Machine.Driver driver) {
        String subject = "driver";
        if (driver.unavailableBecause().isEmpty()) {
            return Finding.ok(subject, driver.origin() + ", for CUDA up to " + driver.cudaVersion());
        }
        return driver.origin().isEmpty()
                ? Finding.missing(subject, driver.unavailableBecause().get())
                : Finding.problem(subject, driver.unavailableBecause().get());
    }

    private static Finding gpu(Machine.Gpu gpu, Machine.Compiler compiler) {
        String what = gpu.name() + ", sm_" + gpu.architecture() + ", " + ByteSize.format(gpu.memoryBytes());
        return switch (gpu.trial()) {
            case Trial.Right right -> Finding.ok("device", what + ": " + speed(right));
            case Trial.Wrong wrong -> wrong("device", what, wrong);
            case Trial.Failed _ when compiler.unavailableBecause().isPresent() ->
                Finding.missing("device", what + ": cannot compile kernels, see NVRTC");
            case Trial.Failed failed -> Finding.problem("device", what + "; a trial failed: " + failed.cause());
        };
    }

    private static Finding compiler(Machine.Compiler compiler, Machine.Driver driver) {
        String subject = "NVRTC";
        if (compiler.unavailableBecause().isPresent()) {
            return Finding.missing(subject, compiler.unavailableBecause().get()
                    + " Or compile kernels elsewhere: 'keops-cache export' and 'keops-cache import' bring them here.");
        }
        String text = compiler.version() + ", " + compiler.origin() + ", for " + compiler.architectures().stream()
                .map(architecture -> "sm_" + architecture).collect(Collectors.joining(", "));
        Optional<Machine.Gpu> unknown = driver.devices().stream()
                .filter(gpu -> !compiler.architectures().contains(gpu.architecture())).findFirst();
        if (unknown.isPresent()) {
            return Finding.problem(subject,
                    text + ", which is not what " + unknown.get().name() + " has: sm_" + unknown.get().architecture(),
                    "Install an NVRTC that knows it; till then the driver has to compile, too, at each start of a"
                            + " program, or cannot.");
        }
        return Finding.ok(subject, text);
    }

    private static Finding cache(Machine.Cache cache) {
        String subject = "cache";
        if (cache.health().problem().isPresent()) {
            return Finding.problem(subject, cache.health().problem().get());
        }
        String text = cache.health().folder().map(folder -> folder + ": ").orElse("")
                + Count.of(cache.kernels(), "kernel") + ", " + ByteSize.format(cache.bytes()) + " of at most "
                + ByteSize.format(cache.mostBytes()) + "; the disk has "
                + ByteSize.format(cache.health().freeBytes()) + " left";
        return cache.damaged() == 0
                ? Finding.ok(subject, text)
                : Finding.problem(subject,
                        text + "; " + Count.of(cache.damaged(), "kernel") + " of these will not be used",
                        "'keops-cache verify' says why, and 'keops-cache verify --fix' takes them away.");
    }
}
