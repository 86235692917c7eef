package keops.examples.draw;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Panels beside and above each other: what is written to a file. Immutable; but panels may change. */
public final class Picture {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 460;
    private static final int HEADING_HEIGHT = 40;

    private final List<Panel> panels;
    private final int columns;
    private final String heading;
    private final int panelWidth;
    private final int panelHeight;

    private Picture(List<Panel> panels, int columns, String heading, int panelWidth, int panelHeight) {
        this.panels = panels;
        this.columns = columns;
        this.heading = heading;
        this.panelWidth = panelWidth;
        this.panelHeight = panelHeight;
    }

    /** One row of panels, each 520 x 460 pixels. */
    public static Picture of(Panel... panels) {
        return grid(panels.length, List.of(panels));
    }

    /** Rows of panels, from left to right and from top to bottom. */
    public static Picture grid(int columns, List<? extends Panel> panels) {
        if (columns < 1 || panels.isEmpty()) {
            throw new IllegalArgumentException("a picture needs at least one column and one panel, but " + columns
                    + " and " + panels.size() + " came");
        }
        return new Picture(List.copyOf(panels), columns, "", WIDTH, HEIGHT);
    }

    /** The same with a text above all panels. */
    public Picture heading(String text) {
        return new Picture(panels, columns, Objects.requireNonNull(text, "text"), panelWidth, panelHeight);
    }

    /** The same with panels of another size, in pixels. */
    public Picture panelSize(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a panel has at least one pixel, but " + width + " x " + height
                    + " were asked for");
        }
        return new Picture(panels, columns, heading, width, height);
    }

    /** The width in pixels. */
    public int width() {
        return Math.min(columns, panels.size()) * panelWidth;
    }

    /** The height in pixels. */
    public int height() {
        return top() + Math.ceilDiv(panels.size(), columns) * panelHeight;
    }

    private int top() {
        return heading.isEmpty() ? 0 : HEADING_HEIGHT;
    }

    /** The picture as pixels. */
    public BufferedImage image() {
        var image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        draw(g);
        g.dispose();
        return image;
    }

    /** Draws it at the origin. */
    private void draw(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(Color.WHITE);
        g.fill(new Rectangle2D.Double(0, 0, width(), height()));
        if (!heading.isEmpty()) {
            g.setColor(Color.BLACK);
            g.setFont(Fonts.HEADING);
            double length = g.getFontMetrics().getStringBounds(heading, g).getWidth();
            g.drawString(heading, (float) (width() - length) / 2, 0.7f * HEADING_HEIGHT);
        }
        for (int k = 0; k < panels.size(); k++) {
            int row = k / columns;
            int column = k % columns;
            panels.get(k).draw(g, new Rectangle2D.Double((double) column * panelWidth,
                    top() + (double) row * panelHeight, panelWidth, panelHeight));
        }
    }

    /** Writes it as PNG, as small as it gets without loss; a file that is there is replaced. */
    public void png(Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam small = writer.getDefaultWriteParam();
        small.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        small.setCompressionQuality(0);
        try (var bytes = Files.newOutputStream(file); var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image(), null, null), small);
        } finally {
            writer.dispose();
        }
    }

    /**
     * Writes it as SVG, which is sharp at any size; a file that is there is replaced. Every point is an element, so it
     * is for pictures of some thousand points at most. Heat maps are images within.
     */
    public void svg(Path file) throws IOException {
        var g = new SvgGraphics();
        draw(g);
        Files.writeString(file, g.document(width(), height()));
        g.dispose();
    }
}
