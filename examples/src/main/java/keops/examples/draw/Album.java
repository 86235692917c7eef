package keops.examples.draw;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option {@code --out} of programs that draw: the folder of the pictures. Not thread-safe. */
public final class Album {
    static {
        // Nothing here needs a screen, and where there is one, no icon shall appear. Colours already ask for this.
        System.setProperty("java.awt.headless", "true");
    }

    @Spec(Target.MIXEE)
    private CommandSpec program;

    private final List<Path> files = new ArrayList<>();
    private Path folder;

    /** Refuses what cannot be a folder to write to before anything is computed. */
    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "pictures",
            description = "The folder of the pictures, which is made if it is not there (default: ${DEFAULT-VALUE}).")
    void setFolder(Path given) {
        if (given.toString().isBlank()) {
            throw new ParameterException(program.commandLine(), "--out must be a folder, but is empty");
        }
        Path there = given.toAbsolutePath();
        while (Files.notExists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw new ParameterException(program.commandLine(), "--out must be a folder, but " + there + " is none");
        }
        if (!Files.isWritable(there)) {
            throw new ParameterException(program.commandLine(), "--out must be a folder that can be written to, but "
                    + there + " cannot");
        }
        folder = given;
    }

    /** Writes {@code NAME.png}. */
    public void png(String name, Picture picture) throws IOException {
        picture.png(added(name + ".png"));
    }

    /** Writes {@code NAME.png} and {@code NAME.svg}; for pictures of lines and of some thousand points at most. */
    public void pngAndSvg(String name, Picture picture) throws IOException {
        png(name, picture);
        picture.svg(added(name + ".svg"));
    }

    /** Writes {@code NAME.gif}; each frame is shown for {@code delay}, and the last four times as long. */
    public void gif(String name, List<BufferedImage> frames, Duration delay) throws IOException {
        Gif.write(added(name + ".gif"), frames, delay, delay.multipliedBy(4));
    }

    /** The path of another file in this folder, which is made if it is not there. The program names it itself. */
    public Path path(String name) throws IOException {
        Files.createDirectories(folder);
        return folder.resolve(name);
    }

    private Path added(String name) throws IOException {
        Path file = path(name);
        files.add(file);
        return file;
    }

    /** Names the pictures that were written, one a line. */
    public void list(PrintWriter out) {
        files.forEach(file -> out.println("picture: " + file));
    }
}
