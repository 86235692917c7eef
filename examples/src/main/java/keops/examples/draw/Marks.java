package keops.examples.draw;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.LogAxis;

/** What layers are made of: dots, paths, arrows and texts, in pixels. */
final class Marks {
    private static final double ARROW_HEAD = 7;
    private static final double ARROW_ANGLE = Math.toRadians(25);
    private static final double SMALLEST_DISC = 2;

    private Marks() {}

    /** What is drawn between two points. */
    @FunctionalInterface
    interface Pair {
        void draw(Graphics2D g, Point2D start, Point2D end);
    }

    static Stroke line(float width) {
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    /** A disc; below two pixels a square, which is as good and several times faster. */
    static void dot(Graphics2D g, double x, double y, double diameter) {
        double left = x - diameter / 2;
        double top = y - diameter / 2;
        g.fill(diameter < SMALLEST_DISC
                ? new Rectangle2D.Double(left, top, diameter, diameter)
                : new Ellipse2D.Double(left, top, diameter, diameter));
    }

    /** A path through all points that can be shown. */
    static Path2D path(double[] xs, double[] ys, Layer.Frame frame) {
        var path = new Path2D.Double();
        boolean isDrawing = false;
        for (int k = 0; k < xs.length; k++) {
            boolean isShown = Double.isFinite(xs[k]) && Double.isFinite(ys[k])
                    && !(frame.range() instanceof LogAxis && ys[k] <= 0)
                    && !(frame.domain() instanceof LogAxis && xs[k] <= 0);
            if (isShown && isDrawing) {
                path.lineTo(frame.x(xs[k]), frame.y(ys[k]));
            } else if (isShown) {
                path.moveTo(frame.x(xs[k]), frame.y(ys[k]));
            }
            isDrawing = isShown;
        }
        return path;
    }

    static void arrow(Graphics2D g, Point2D start, Point2D end) {
        g.draw(new Line2D.Double(start, end));
        double angle = Math.atan2(end.getY() - start.getY(), end.getX() - start.getX());
        double head = Math.min(ARROW_HEAD, start.distance(end) / 2);
        var tip = new Path2D.Double();
        tip.moveTo(end.getX(), end.getY());
        for (double side : new double[] {angle - ARROW_ANGLE, angle + ARROW_ANGLE}) {
            tip.lineTo(end.getX() - head * Math.cos(side), end.getY() - head * Math.sin(side));
        }
        tip.closePath();
        g.fill(tip);
    }

    /** A text whose middle is at a point. */
    static void text(Graphics2D g, double x, double y, String text) {
        g.setFont(Fonts.TICK);
        Rectangle2D bounds = g.getFontMetrics().getStringBounds(text, g);
        g.drawString(text, (float) (x - bounds.getWidth() / 2), (float) (y - bounds.getHeight() / 2 - bounds.getY()));
    }
}
