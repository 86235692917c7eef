package keops.examples;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import keops.Genred;
import keops.console.ProgressBar;
import keops.console.Terminals;
import keops.execution.Backend;
import keops.execution.Progress;
import keops.execution.ProgressListener;
import picocli.CommandLine.Model.CommandSpec;

/** A call with a progress bar, which records its duration and its back ends. */
final class WatchedCall implements ProgressListener {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ProgressBar bar;
    private Optional<Progress> last = Optional.empty();
    private double seconds;

    /** Constructs a call of a program, which messages name. */
    WatchedCall(CommandSpec program) {
        bar = new ProgressBar(program.root().name(), program.commandLine().getErr(), Terminals.current().err());
    }

    @Override
    public void progress(Progress now) {
        last = Optional.of(now);
        bar.progress(now);
    }

    /** Makes the call of a reduction that reports its progress to this listener. */
    <T> T timed(Supplier<T> call) {
        long start = System.nanoTime();
        try (bar) {
            return call.get();
        } finally {
            seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        }
    }

    /** The duration of the call in seconds. */
    double seconds() {
        return seconds;
    }

    /** The back ends that computed; if there was nothing to compute, the one that would have. */
    String backend(Genred reduction) {
        String names = last.stream().flatMap(end -> end.backends().stream()).map(Backend::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? reduction.backend().name() : names;
    }
}
