package keops.examples;

import keops.Backend;
import keops.GenredBuilder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a reduction is computed: the options that all programs share. */
final class ComputeOptions {
    @Spec(Target.MIXEE)
    private CommandSpec program;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = {
                "Where to compute: auto, CPU, GPU, GPU_1D, GPU_2D",
                "or REFERENCE, which is slow and plain (default: auto)."
            })
    private String backend;

    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--threads", paramLabel = "COUNT", description = "The most threads to use (default: all cores).")
    void setThreads(int count) {
        if (count < 1) {
            throw new ParameterException(
                    program.commandLine(), "the number of threads must be at least 1, but is " + count);
        }
        threads = count;
    }

    /** The same reduction, computed where the user wants it. */
    GenredBuilder applyTo(GenredBuilder reduction) {
        return reduction.backend(Backend.named(backend)).threads(threads);
    }

    /** The most threads to use. */
    int threads() {
        return threads;
    }
}
