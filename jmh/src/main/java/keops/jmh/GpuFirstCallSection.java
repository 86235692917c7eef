package keops.jmh;

import java.util.Optional;
import keops.cuda.Cuda;
import keops.cuda.CudaCompiler;
import org.openjdk.jmh.runner.RunnerException;

/** The section about first calls on a GPU. */
final class GpuFirstCallSection implements Section {
    private final Runs runs;
    private final Optional<String> cause = CudaCompiler.unavailabilityCause();
    private Measured warm;
    private Measured cold;
    private Measured disk;

    GpuFirstCallSection(Runs runs) {
        this.runs = runs;
    }

    @Override
    public void measure() throws RunnerException {
        if (cause.isEmpty()) {
            warm = runs.single("GpuFirstCallBenchmark.inWarmJvm");
            cold = runs.single("GpuFirstCallBenchmark.coldFirstOfJvm");
            disk = runs.single("GpuFirstCallBenchmark.diskFirstOfJvm");
        }
    }

    @Override
    public String title() {
        return "A new formula to its first result on a GPU";
    }

    @Override
    public String text() {
        if (cause.isPresent()) {
            return "Not measured: " + cause.get() + "\n";
        }
        boolean hasGpu = Cuda.isAvailable();
        var table = new MarkdownTable("Gaussian product, D = 3, 1,000 x 1,000", "median ms", "largest ms");
        row(table, "the kernel is compiled; first formula of a JVM", cold, "score");
        row(table, "the kernel is on disk; first formula of a JVM", disk, "score");
        row(table, "the kernel is compiled; in a JVM that ran other formulas", warm, "cold");
        row(table, "the kernel is on disk; in a JVM that ran other formulas", warm, "disk");
        if (hasGpu) {
            row(table, "the kernel is loaded", warm, "memory");
        }
        return table + "\nNVRTC " + CudaCompiler.version() + (hasGpu
                ? ", on " + Cuda.device(0) + ".\n"
                : ". There was no GPU: these are the times until the code of the kernel is there, for compute"
                        + " capability 9.0.\n")
                + "A kernel that is on disk is there " + MarkdownTable.number(warm.ratio("cold", "disk"))
                + " times as soon as one that is compiled.\n";
    }

    private static void row(MarkdownTable table, String what, Measured measured, String counter) {
        table.row(what, MarkdownTable.number(measured.median(counter)),
                MarkdownTable.number(measured.largest(counter)));
    }
}
