package keops.examples.draw;

import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.annotations.XYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.event.AnnotationChangeListener;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;

/** A layer of a chart. It is drawn where its axes say, over the layers that came before. */
@FunctionalInterface
interface Layer extends XYAnnotation {
    void draw(Graphics2D g, Frame frame);

    /** The area of the data and its axes. */
    record Frame(Rectangle2D area, XYPlot plot, ValueAxis domain, ValueAxis range) {
        /** Where a number on the x axis lies. */
        double x(double value) {
            return domain.valueToJava2D(value, area, plot.getDomainAxisEdge());
        }

        /** Where a number on the y axis lies. */
        double y(double value) {
            return range.valueToJava2D(value, area, plot.getRangeAxisEdge());
        }

        /** Where a point lies. */
        Point2D point(double[] values) {
            return new Point2D.Double(x(values[0]), y(values[1]));
        }
    }

    @Override
    default void draw(Graphics2D g, XYPlot plot, Rectangle2D area, ValueAxis domain, ValueAxis range, int renderer,
            PlotRenderingInfo info) {
        draw(g, new Frame(area, plot, domain, range));
    }

    /** Layers do not change. */
    @Override
    default void addChangeListener(AnnotationChangeListener listener) {}

    @Override
    default void removeChangeListener(AnnotationChangeListener listener) {}
}
