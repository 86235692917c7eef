package keops.examples.data;

import java.nio.file.Path;

/** The files of the handwritten digits, in a checkout of the sources: the launcher passes its folder. */
public final class DigitFiles {
    private static final String FOLDER = "src/test/resources/keops/data/";

    private DigitFiles() {}

    /** The given file, else that of the images: float32 (1797, 64). */
    public static Path images(Path given) {
        return fileOr(given, "digits.npy");
    }

    /** The given file, else that of the labels: int64 (1797). */
    public static Path labels(Path given) {
        return fileOr(given, "digits-labels.npy");
    }

    private static Path fileOr(Path given, String usual) {
        return given != null ? given : Path.of(System.getProperty("keops.home", ""), FOLDER + usual);
    }
}
