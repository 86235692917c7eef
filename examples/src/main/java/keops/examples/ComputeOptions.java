package keops.examples;

import java.time.Duration;
import keops.GenredBuilder;
import keops.execution.Backend;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of all programs: back end, threads and deadline of a reduction. */
final class ComputeOptions {
    @Spec(Target.MIXEE)
    private CommandSpec program;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "The back end: auto, CPU, GPU, GPU_1D, GPU_2D, or REFERENCE, which is slow (default: auto).")
    private String backend;

    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--threads", paramLabel = "COUNT",
            description = "The largest number of threads (default: all cores).")
    void setThreads(int count) {
        if (count < 1) {
            throw new ParameterException(
                    program.commandLine(), "the number of threads must be at least 1, but is " + count);
        }
        threads = count;
    }

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = TimeLimit.class,
            description = "The time limit, in seconds, or as in 10m or 2h. When it passes, the program ends with exit "
                    + "code 124.")
    private Duration deadline;

    /** The reduction with the user's options. */
    GenredBuilder applyTo(GenredBuilder reduction) {
        GenredBuilder placed = reduction.backend(Backend.named(backend)).threads(threads);
        return deadline == null ? placed : placed.deadline(deadline);
    }

    /** The maximum number of threads. */
    int threads() {
        return threads;
    }
}
