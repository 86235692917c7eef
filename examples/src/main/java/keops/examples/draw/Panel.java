package keops.examples.draw;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** What fills one field of a {@link Picture}: a {@link Chart}, an {@link ImagePanel}, or a program's own drawing. */
@FunctionalInterface
public interface Panel {
    /**
     * Draws it.
     *
     * @param g where to draw; the lines are smooth already
     * @param area the field, in pixels
     */
    void draw(Graphics2D g, Rectangle2D area);
}
