package keops.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import keops.execution.Progress;
import keops.execution.ProgressListener;

/**
 * Shows the progress of a long computation: as a bar on a terminal, or as a line every five seconds in a pipe or file.
 * For short computations it shows nothing. Thread-safe.
 */
public final class ProgressBar implements ProgressListener, AutoCloseable {
    private static final int WIDTH = 40;
    private static final long BAR_NANOS = 300_000_000;
    private static final long LINE_NANOS = 5_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Returns to the first column and clears the line. */
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final String name;
    private final PrintWriter err;
    private final boolean isTerminal;
    private final LongSupplier nanos;
    private final long startNanos;
    private long toldNanos;
    private boolean isDrawn;

    /**
     * Constructs a bar for a computation that begins.
     *
     * @param name the name of the command, with which lines begin
     * @param err the stream of messages
     * @param isTerminal whether that is a terminal
     */
    public ProgressBar(String name, PrintWriter err, boolean isTerminal) {
        this(name, err, isTerminal, System::nanoTime);
    }

    ProgressBar(String name, PrintWriter err, boolean isTerminal, LongSupplier nanos) {
        this.name = name;
        this.err = err;
        this.isTerminal = isTerminal;
        this.nanos = nanos;
        startNanos = nanos.getAsLong();
        toldNanos = startNanos;
    }

    /** Shows that {@code done} of {@code total} is done. */
    public void show(long done, long total) {
        double share = total == 0 ? 1 : (double) done / total;
        double elapsed = nanos.getAsLong() - startNanos;
        show("", share, done == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos((long) (elapsed * (1 - share) / share))));
    }

    /** Shows the progress of a call. Passes after the first show their number, since each starts at zero. */
    @Override
    public void progress(Progress now) {
        show(now.pass() > 1 ? "pass " + now.pass() + ": " : "", now.fraction(), now.remaining());
    }

    private void show(String pass, double share, Optional<Duration> remaining) {
        long now = nanos.getAsLong();
        if (now - toldNanos < (isTerminal ? BAR_NANOS : LINE_NANOS)) {
            return;
        }
        toldNanos = now;
        String percent = String.format(Locale.ROOT, "%.0f%%", 100 * share);
        String left = remaining.map(span -> ", " + text(span) + " left").orElse("");
        if (isTerminal) {
            isDrawn = true;
            int filled = (int) (share * WIDTH);
            err.print(CLEAR_LINE + pass + "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] "
                    + percent + left);
        } else {
            err.println(name + ": " + pass + percent + " done" + left);
        }
        err.flush();
    }

    /** A duration as text, with two digits, since it is an estimate. */
    private static String text(Duration span) {
        double seconds = span.toNanos() / NANOS_PER_SECOND;
        return seconds < 100 ? String.format(Locale.ROOT, "%.0f s", seconds)
                : seconds < 6000 ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.0f h", seconds / 3600);
    }

    /** Removes the bar. */
    @Override
    public void close() {
        if (isDrawn) {
            isDrawn = false;
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
