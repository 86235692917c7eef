package keops.console;

import java.io.PrintWriter;

/** A line on a terminal that says how far a long computation is; nothing at all where nobody watches. */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 40;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Back to the first column, and away with what the line held. */
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final boolean visible;
    private final long total;
    private final long startNanos = System.nanoTime();

    /**
     * A bar at nothing done.
     *
     * @param terminal where it is drawn
     * @param visible whether that is a terminal; a log file is better off without
     * @param total how much there is to do
     */
    public ProgressBar(PrintWriter terminal, boolean visible, long total) {
        this.terminal = terminal;
        this.visible = visible;
        this.total = total;
        show(0);
    }

    /** Draws the bar with so much done. */
    public void show(long done) {
        if (!visible) {
            return;
        }
        double share = total == 0 ? 1 : (double) done / total;
        int filled = (int) (share * WIDTH);
        String left = "";
        if (done > 0) {
            double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
            left = String.format("  %.0f s left", seconds * (1 - share) / share);
        }
        terminal.print(CLEAR_LINE + "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "]"
                + String.format(" %3.0f%%", 100 * share) + left);
        terminal.flush();
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (visible) {
            terminal.print(CLEAR_LINE);
            terminal.flush();
        }
    }
}
