package keops.examples.draw;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;

/** Writes animated GIFs, which start again at their end. */
public final class Gif {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    private static final int MILLIS_PER_UNIT = 10;
    private static final int LONGEST_DELAY = 65_535;
    /** The block of NETSCAPE2.0: the number of rounds follows in two bytes, where 0 is no end. */
    private static final byte[] FOR_EVER = {1, 0, 0};

    private Gif() {}

    /**
     * Writes the frames one after the other; a file that is there is replaced.
     *
     * @param file the file
     * @param frames the frames, which have the same size
     * @param delay how long each is shown, in steps of 10 ms
     * @param rest how long the last is shown
     */
    public static void write(Path file, List<BufferedImage> frames, Duration delay, Duration rest) throws IOException {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("an animation needs at least one frame");
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (var bytes = Files.newOutputStream(file); var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int k = 0; k < frames.size(); k++) {
                IIOMetadata metadata = metadata(writer, frames.get(k), k == frames.size() - 1 ? rest : delay);
                writer.writeToSequence(new IIOImage(frames.get(k), null, metadata), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage frame, Duration delay)
            throws IIOInvalidTreeException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
        var root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        var control = (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
        long units = Math.clamp(delay.toMillis() / MILLIS_PER_UNIT, 1, LONGEST_DELAY);
        control.setAttribute("delayTime", Long.toString(units));
        control.setAttribute("disposalMethod", "none");
        var application = new IIOMetadataNode("ApplicationExtension");
        application.setAttribute("applicationID", "NETSCAPE");
        application.setAttribute("authenticationCode", "2.0");
        application.setUserObject(FOR_EVER.clone());
        var extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(application);
        root.appendChild(extensions);
        metadata.setFromTree(FORMAT, root);
        return metadata;
    }
}
