package keops.examples.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;

/** Lays out a chart by JFreeChart: its title, axes, legend and colour bar, and the layers between them. */
final class ChartLayout {
    private static final double MARGIN = 8;
    /** What a title has on its sides at least, lest it be broken into lines. */
    private static final double TITLE_GAP = 12;
    private static final double BAR_GAP = 12;
    private static final double BAR_WIDTH = 14;
    /** What the bar takes on the right with its numbers and its label. */
    private static final double BAR_SPACE = 86;
    private static final int BAR_STEPS = 256;
    /** From how many on a logarithmic axis shows whole powers only. */
    private static final double DECADES = 100;
    /** Space around the numbers of an upright axis, so that there are not too many. */
    private static final RectangleInsets UPRIGHT = new RectangleInsets(8, 4, 8, 4);
    private static final Color LINE = new Color(0x606060);
    private static final Color GRID = new Color(0xe2e2e2);
    /** The size of the area of the data depends on the length of labels, which depends on the size. */
    private static final int ROUNDS = 3;

    private final JFreeChart chart;
    private final Optional<ColorScale> bar;

    ChartLayout(String title, XYPlot plot, List<Layer> layers, List<LegendItem> legend, Optional<ColorScale> bar) {
        this.bar = bar;
        layers.forEach(plot::addAnnotation);
        chart = new JFreeChart(title.isEmpty() ? null : title, Fonts.TITLE, plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(MARGIN, MARGIN, MARGIN, MARGIN));
        if (chart.getTitle() != null) {
            chart.getTitle().setPaint(Color.BLACK);
        }
        if (!legend.isEmpty()) {
            chart.addSubtitle(legend(legend, plot));
        }
    }

    /** The plot between two axes. */
    static XYPlot plot(ValueAxis x, ValueAxis y, boolean hasAxes) {
        var plot = new XYPlot(null, x, y, new XYLineAndShapeRenderer());
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setOutlinePaint(LINE);
        y.setTickLabelInsets(UPRIGHT);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        if (!hasAxes) {
            x.setVisible(false);
            y.setVisible(false);
            plot.setDomainGridlinesVisible(false);
            plot.setRangeGridlinesVisible(false);
            plot.setOutlineVisible(false);
        }
        return plot;
    }

    static ValueAxis axis(String label, Range range, boolean isLogarithmic) {
        ValueAxis axis = isLogarithmic ? logarithmic(range) : new NumberAxis();
        axis.setLabel(label.isEmpty() ? null : label);
        if (!isLogarithmic) {
            axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
        }
        axis.setLabelFont(Fonts.LABEL);
        axis.setTickLabelFont(Fonts.TICK);
        axis.setAxisLinePaint(LINE);
        axis.setTickMarkPaint(LINE);
        axis.setRange(range);
        return axis;
    }

    private static LogAxis logarithmic(Range range) {
        LogAxis axis = range.getUpperBound() / range.getLowerBound() > DECADES ? new LogAxis() : new DecadeAxis();
        axis.setBaseSymbol("10");
        axis.setMinorTickMarksVisible(false);
        axis.setBaseFormatter(new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
        return axis;
    }

    static LegendItem legendItem(String name, Shape mark, Color color) {
        return new LegendItem(name, null, null, null, mark, color, new BasicStroke(0.5f), LINE);
    }

    private static LegendTitle legend(List<LegendItem> items, XYPlot plot) {
        var collection = new LegendItemCollection();
        items.forEach(collection::add);
        plot.setFixedLegendItems(collection);
        var legend = new LegendTitle(plot);
        legend.setItemFont(Fonts.TICK);
        legend.setFrame(BlockBorder.NONE);
        legend.setPosition(RectangleEdge.BOTTOM);
        return legend;
    }

    /**
     * Draws the chart. With equal axes the area of the data gets the shape of their ranges, in the middle of what there
     * is.
     */
    void draw(Graphics2D g, Rectangle2D area, boolean hasEqualAxes, boolean hasBarSpace) {
        double width = area.getWidth() - (hasBarSpace || bar.isPresent() ? BAR_SPACE : 0);
        var data = new Rectangle2D.Double(area.getX(), area.getY(), width, area.getHeight());
        Rectangle2D place = data;
        if (hasEqualAxes) {
            for (int round = 0; round < ROUNDS; round++) {
                place = shaped(data, place, drawn(scratch(g), place));
            }
        }
        if (chart.getTitle() != null) {
            centreTitle(g, place, drawn(scratch(g), place));
        }
        Rectangle2D inner = drawn(g, place);
        bar.ifPresent(scale -> drawBar(g, scale, inner));
    }

    /** Moves the title from the middle of the place to that of the data, as far as it remains whole. */
    private void centreTitle(Graphics2D g, Rectangle2D place, Rectangle2D data) {
        double free = place.getWidth() - 2 * MARGIN
                - g.getFontMetrics(Fonts.TITLE).stringWidth(chart.getTitle().getText()) - TITLE_GAP;
        double shift = 2 * (data.getCenterX() - place.getCenterX());
        double left = Math.clamp(shift, 0, Math.max(0, free));
        double right = Math.clamp(-shift, 0, Math.max(0, free));
        RectangleInsets around = chart.getTitle().getPadding();
        chart.getTitle().setPadding(around.getTop(), around.getLeft() + left, around.getBottom(),
                around.getRight() + right);
    }

    private static Graphics2D scratch(Graphics2D g) {
        Graphics2D scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        scratch.setRenderingHints(g.getRenderingHints());
        return scratch;
    }

    /** Draws it in a place and returns the area of the data. */
    private Rectangle2D drawn(Graphics2D g, Rectangle2D place) {
        var info = new ChartRenderingInfo(null);
        chart.draw(g, place, info);
        return info.getPlotInfo().getDataArea();
    }

    /** The largest place in the middle of what there is, if around the data there is as much as it was in the last. */
    private Rectangle2D shaped(Rectangle2D available, Rectangle2D last, Rectangle2D data) {
        XYPlot plot = chart.getXYPlot();
        double aroundX = last.getWidth() - data.getWidth();
        double aroundY = last.getHeight() - data.getHeight();
        double width = plot.getDomainAxis().getRange().getLength();
        double height = plot.getRangeAxis().getRange().getLength();
        double scale = Math.min((available.getWidth() - aroundX) / width, (available.getHeight() - aroundY) / height);
        double newWidth = scale * width + aroundX;
        double newHeight = scale * height + aroundY;
        return new Rectangle2D.Double(available.getCenterX() - newWidth / 2, available.getCenterY() - newHeight / 2,
                newWidth, newHeight);
    }

    private static void drawBar(Graphics2D g, ColorScale scale, Rectangle2D data) {
        var strip = new BufferedImage(1, BAR_STEPS, BufferedImage.TYPE_INT_RGB);
        for (int step = 0; step < BAR_STEPS; step++) {
            strip.setRGB(0, BAR_STEPS - 1 - step, scale.map().rgb((step + 0.5) / BAR_STEPS));
        }
        var place = new Rectangle2D.Double(data.getMaxX() + BAR_GAP, data.getY(), BAR_WIDTH, data.getHeight());
        g.drawImage(strip, new AffineTransform(BAR_WIDTH, 0, 0, data.getHeight() / BAR_STEPS, place.x, place.y), null);
        g.setColor(LINE);
        g.setStroke(new BasicStroke(1));
        g.draw(place);
        ValueAxis axis = axis(scale.label(), new Range(scale.low(), scale.high()), false);
        axis.setAxisLineVisible(false);
        axis.setTickLabelInsets(UPRIGHT);
        axis.draw(g, place.getMaxX(), place, place, RectangleEdge.RIGHT, null);
    }
}
