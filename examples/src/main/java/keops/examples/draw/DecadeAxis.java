package keops.examples.draw;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A logarithmic axis of a decade or two, at whose ticks are 1, 2 and 5 times the powers of ten, as plain numbers. */
final class DecadeAxis extends LogAxis {
    private static final long serialVersionUID = 1L;
    private static final int[] STEPS = {1, 2, 5};

    @Override
    protected List<NumberTick> refreshTicksVertical(Graphics2D g, Rectangle2D area, RectangleEdge edge) {
        return ticks(TextAnchor.CENTER_RIGHT);
    }

    @Override
    protected List<NumberTick> refreshTicksHorizontal(Graphics2D g, Rectangle2D area, RectangleEdge edge) {
        return ticks(TextAnchor.TOP_CENTER);
    }

    private List<NumberTick> ticks(TextAnchor anchor) {
        var ticks = new ArrayList<NumberTick>();
        int last = (int) Math.floor(Math.log10(getRange().getUpperBound()));
        for (int power = (int) Math.floor(Math.log10(getRange().getLowerBound())); power <= last; power++) {
            for (int step : STEPS) {
                BigDecimal value = BigDecimal.valueOf(step).scaleByPowerOfTen(power);
                if (getRange().contains(value.doubleValue())) {
                    ticks.add(new NumberTick(TickType.MAJOR, value.doubleValue(), text(value), anchor,
                            TextAnchor.CENTER, 0));
                }
            }
        }
        return ticks;
    }

    /** Powers only where a number would be long. */
    private static String text(BigDecimal value) {
        String plain = value.toPlainString();
        return plain.length() <= 8 ? plain : String.valueOf(value.doubleValue()).replace("E", "e");
    }
}
