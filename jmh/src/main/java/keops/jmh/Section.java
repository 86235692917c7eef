package keops.jmh;

import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** A section of the report. */
interface Section {
    /** A plot, and the name of its file. */
    record Image(String name, Plot plot) {}

    /** Runs its benchmarks. */
    void measure() throws RunnerException;

    /** Its title. */
    String title();

    /** Its Markdown, after {@link #measure}. */
    String text();

    /** Its plots. */
    default List<Image> images() {
        return List.of();
    }
}
