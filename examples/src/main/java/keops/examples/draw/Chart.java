package keops.examples.draw;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import keops.tensor.Tensor;
import org.jfree.chart.LegendItem;

/**
 * A chart: axes, and layers of points, maps, curves and arrows, each over those that were added before. Unless {@link
 * #range} says otherwise, the axes are as long as the data. A name that is not empty goes into the legend. Not
 * thread-safe.
 */
public final class Chart implements Panel {
    /** Below this number each cell is to be seen; maps of more cells are smooth. */
    private static final int FEW_CELLS = 40;
    private static final float CURVE_WIDTH = 2;
    private static final float LINE_WIDTH = 1.2f;
    private static final double TURN = 2 * Math.PI;
    private static final int ELLIPSE_STEPS = 96;

    private final String title;
    private final List<Layer> layers = new ArrayList<>();
    private final List<LegendItem> legend = new ArrayList<>();
    private final Extent x = new Extent();
    private final Extent y = new Extent();
    private String xLabel = "";
    private String yLabel = "";
    private boolean isLogarithmic;
    private boolean isLogLog;
    private boolean hasEqualAxes;
    private boolean hasAxes = true;
    private boolean hasBarSpace;
    private Color background = Color.WHITE;
    private Optional<ColorScale> bar = Optional.empty();

    private Chart(String title) {
        this.title = title;
    }

    /** A chart without layers; the title may be empty. */
    public static Chart of(String title) {
        return new Chart(Objects.requireNonNull(title, "title"));
    }

    /** Names the axes. */
    public Chart labels(String xAxis, String yAxis) {
        xLabel = Objects.requireNonNull(xAxis, "xAxis");
        yLabel = Objects.requireNonNull(yAxis, "yAxis");
        return this;
    }

    /** Sets the ends of the axes. */
    public Chart range(double left, double right, double bottom, double top) {
        x.fix(left, right);
        y.fix(bottom, top);
        return this;
    }

    /** One unit is as long on the x axis as on the y axis, as it is in space. */
    public Chart equalAxes() {
        hasEqualAxes = true;
        return this;
    }

    /** The y axis is logarithmic; numbers that are not positive are not shown. */
    public Chart logarithmic() {
        isLogarithmic = true;
        return this;
    }

    /** Both axes are logarithmic; numbers that are not positive are not shown. */
    public Chart logLog() {
        isLogLog = true;
        return logarithmic();
    }

    /** Shows neither axes nor lines of a grid. */
    public Chart withoutAxes() {
        hasAxes = false;
        return this;
    }

    /** Leaves the space of a colour bar on the right, so that the chart is as wide as one below it that has a bar. */
    public Chart besideBar() {
        hasBarSpace = true;
        return this;
    }

    /** The colour behind the data; white unless it is set. */
    public Chart background(Color color) {
        background = Objects.requireNonNull(color, "color");
        return this;
    }

    /** A map of values, one per cell of the grid, whose ends become those of the axes. */
    public Chart heatMap(Grid grid, Tensor values, ColorScale scale) {
        if (values.count() != grid.count()) {
            throw new IllegalArgumentException("a value for each of the " + grid.count() + " cells is expected, but "
                    + values.description() + " came");
        }
        var image = new BufferedImage(grid.columns(), grid.rows(), BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                image.setRGB(column, grid.rows() - 1 - row,
                        scale.rgb(values.doubleAt((long) row * grid.columns() + column)));
            }
        }
        showBar(scale);
        range(grid.left(), grid.right(), grid.bottom(), grid.top());
        return add((g, f) -> {
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, grid.columns() < FEW_CELLS
                    ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                    : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            double left = f.x(grid.left());
            double top = f.y(grid.top());
            g.drawImage(image, new AffineTransform((f.x(grid.right()) - left) / grid.columns(), 0, 0,
                    (f.y(grid.bottom()) - top) / grid.rows(), left, top), null);
        });
    }

    /** Points of one colour: (N, 2). The diameter is in pixels. */
    public Chart points(String name, Tensor points, Color color, double diameter) {
        addToLegend(name, new Ellipse2D.Double(-4, -4, 8, 8), color);
        return dots(points, diameter, _ -> color);
    }

    /** Points, (N, 2), each in the colour of its value, (N). The diameter is in pixels. */
    public Chart points(Tensor points, Tensor values, ColorScale scale, double diameter) {
        requireOneEach(points, values);
        showBar(scale);
        return dots(points, diameter, i -> scale.color(values.doubleAt(i)));
    }

    /** Points, (N, 2), each in the colour of its class, (N), which is a number from 0 on. The diameter is in pixels. */
    public Chart classes(Tensor points, Tensor labels, double diameter) {
        requireOneEach(points, labels);
        return dots(points, diameter, i -> Palette.color(labels.longAt(i)));
    }

    /** The line through points; it is interrupted where a number is NaN. */
    public Chart curve(String name, double[] xs, double[] ys, Color color) {
        if (xs.length != ys.length) {
            throw new IllegalArgumentException("as many xs as ys are expected, but " + xs.length + " and " + ys.length
                    + " came");
        }
        double[] ours = xs.clone();
        double[] theirs = ys.clone();
        for (int k = 0; k < ours.length; k++) {
            x.include(ours[k]);
            y.include(theirs[k]);
        }
        addToLegend(name, new Rectangle2D.Double(-9, -1, 18, CURVE_WIDTH), color);
        return add((g, f) -> {
            g.setColor(color);
            g.setStroke(Marks.line(CURVE_WIDTH));
            g.draw(Marks.path(ours, theirs, f));
        });
    }

    /** The area between two lines over the same xs. */
    public Chart band(String name, double[] xs, double[] lows, double[] highs, Color color) {
        if (xs.length != lows.length || xs.length != highs.length) {
            throw new IllegalArgumentException("as many lows and highs as xs are expected, but " + lows.length + ", "
                    + highs.length + " and " + xs.length + " came");
        }
        int count = xs.length;
        double[] aroundX = new double[2 * count];
        double[] aroundY = new double[2 * count];
        for (int k = 0; k < count; k++) {
            aroundX[k] = xs[k];
            aroundX[2 * count - 1 - k] = xs[k];
            aroundY[k] = lows[k];
            aroundY[2 * count - 1 - k] = highs[k];
            x.include(xs[k]);
            y.include(lows[k]);
            y.include(highs[k]);
        }
        addToLegend(name, new Rectangle2D.Double(-9, -4, 18, 8), color);
        return add((g, f) -> {
            g.setColor(color);
            g.fill(Marks.path(aroundX, aroundY, f));
        });
    }

    /** The image of the unit circle under a matrix ((a, b), (c, d)), around a centre. */
    public Chart ellipse(double centerX, double centerY, double[][] matrix, Color color) {
        double[] xs = new double[ELLIPSE_STEPS + 1];
        double[] ys = new double[ELLIPSE_STEPS + 1];
        for (int k = 0; k <= ELLIPSE_STEPS; k++) {
            double cos = Math.cos(TURN * k / ELLIPSE_STEPS);
            double sin = Math.sin(TURN * k / ELLIPSE_STEPS);
            xs[k] = centerX + matrix[0][0] * cos + matrix[0][1] * sin;
            ys[k] = centerY + matrix[1][0] * cos + matrix[1][1] * sin;
        }
        return curve("", xs, ys, color);
    }

    /** An arrow from each point to its partner; both are (N, 2). */
    public Chart arrows(Tensor from, Tensor to, Color color) {
        return between(from, to, (g, start, end) -> {
            g.setColor(color);
            Marks.arrow(g, start, end);
        });
    }

    /** A line from each point to its partner, both (N, 2); all are of one colour, which may be transparent. */
    public Chart lines(Tensor from, Tensor to, Color color) {
        return between(from, to, (g, start, end) -> {
            g.setColor(color);
            g.draw(new Line2D.Double(start, end));
        });
    }

    private Chart between(Tensor from, Tensor to, Marks.Pair mark) {
        double[][] starts = included(from);
        double[][] ends = included(to);
        requireOneEach(from, to);
        return add((g, f) -> {
            g.setStroke(Marks.line(LINE_WIDTH));
            for (int i = 0; i < starts.length; i++) {
                mark.draw(g, f.point(starts[i]), f.point(ends[i]));
            }
        });
    }

    /** A text around a point. */
    public Chart text(double atX, double atY, String text, Color color) {
        x.include(atX);
        y.include(atY);
        return add((g, f) -> {
            g.setColor(color);
            Marks.text(g, f.x(atX), f.y(atY), text);
        });
    }

    @Override
    public void draw(Graphics2D g, Rectangle2D area) {
        var plot = ChartLayout.plot(ChartLayout.axis(xLabel, x.range(isLogLog), isLogLog),
                ChartLayout.axis(yLabel, y.range(isLogarithmic), isLogarithmic), hasAxes);
        plot.setBackgroundPaint(background);
        new ChartLayout(title, plot, layers, legend, bar).draw(g, area, hasEqualAxes, hasBarSpace);
    }

    private Chart dots(Tensor points, double diameter, LongFunction<Color> color) {
        double[][] rows = included(points);
        return add((g, f) -> {
            for (int i = 0; i < rows.length; i++) {
                g.setColor(color.apply(i));
                Marks.dot(g, f.x(rows[i][0]), f.y(rows[i][1]), diameter);
            }
        });
    }

    private Chart add(Layer layer) {
        layers.add(layer);
        return this;
    }

    /** The points as rows; the axes will be long enough for them. */
    private double[][] included(Tensor points) {
        if (points.rank() != 2 || points.size(1) != 2) {
            throw new IllegalArgumentException("points (N, 2) are expected, but " + points.description() + " came");
        }
        double[][] rows = points.toMatrix();
        for (double[] row : rows) {
            x.include(row[0]);
            y.include(row[1]);
        }
        return rows;
    }

    private static void requireOneEach(Tensor points, Tensor others) {
        if (others.rank() == 0 || others.size(0) != points.size(0)) {
            throw new IllegalArgumentException("one for each of the " + points.size(0) + " points is expected, but "
                    + others.description() + " came");
        }
    }

    private void showBar(ColorScale scale) {
        if (!scale.label().isEmpty()) {
            bar = Optional.of(scale);
        }
    }

    private void addToLegend(String name, Shape mark, Color color) {
        if (!name.isEmpty()) {
            legend.add(ChartLayout.legendItem(name, mark, color));
        }
    }
}
