package keops.bindings;

import java.nio.file.Path;
import java.util.List;

/** One thing to try, in the form the loader takes. */
sealed interface Candidate {
    /** The name or the path to hand to the loader. */
    String text();

    /** A name without a folder: the loader searches its own path, and finds what is already loaded. */
    record Named(String text) implements Candidate {}

    /**
     * A file.
     *
     * @param path the absolute path of the file
     * @param companions files to open before it, because it asks the loader for them by name, and the loader would not
     *     find them
     */
    record File(Path path, List<Path> companions) implements Candidate {
        public File {
            path = path.toAbsolutePath();
            companions = List.copyOf(companions);
        }

        @Override
        public String text() {
            return path.toString();
        }
    }
}
