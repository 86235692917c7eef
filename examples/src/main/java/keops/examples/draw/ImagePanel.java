package keops.examples.draw;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Objects;

/**
 * An image with a title, as large as the field allows.
 *
 * @param title the title, empty if there is none
 * @param image the image
 */
public record ImagePanel(String title, BufferedImage image) implements Panel {
    private static final double MARGIN = 8;
    private static final double TITLE_HEIGHT = 26;

    /** Checks that nothing is missing. */
    public ImagePanel {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(image, "image");
    }

    @Override
    public void draw(Graphics2D g, Rectangle2D area) {
        double top = title.isEmpty() ? MARGIN : TITLE_HEIGHT + MARGIN;
        double scale = Math.min((area.getWidth() - 2 * MARGIN) / image.getWidth(),
                (area.getHeight() - top - MARGIN) / image.getHeight());
        double width = scale * image.getWidth();
        double height = scale * image.getHeight();
        double y = area.getY() + top + (area.getHeight() - top - MARGIN - height) / 2;
        var place = new AffineTransform(scale, 0, 0, scale, area.getCenterX() - width / 2, y);
        g.drawImage(image, place, null);
        if (!title.isEmpty()) {
            g.setFont(Fonts.TITLE);
            g.setColor(Color.BLACK);
            double length = g.getFontMetrics().getStringBounds(title, g).getWidth();
            g.drawString(title, (float) (area.getCenterX() - length / 2), (float) (y - 10));
        }
    }
}
