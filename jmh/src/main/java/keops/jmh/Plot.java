package keops.jmh;

import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Lines over two logarithmic axes, as an SVG image. */
final class Plot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 440;
    private static final int LEFT = 80;
    private static final int TOP = 40;
    private static final int RIGHT = WIDTH - 230;
    private static final int BOTTOM = HEIGHT - 60;
    private static final String[] COLOURS =
            {"#0b62a4", "#d9480f", "#2b8a3e", "#7048a0", "#8a6d1b", "#c2255c", "#495057", "#1098ad"};
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final String[] DASHES = {"", "7 4", "2 3"};

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final List<Line> lines = new ArrayList<>();

    /** A point. */
    record Point(double x, double y) {}

    private record Line(String name, List<Point> points) {}

    Plot(String title, String xLabel, String yLabel) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
    }

    String title() {
        return title;
    }

    /** Adds a line; points without a logarithm are left out, and so is a line without points. */
    Plot line(String name, List<Point> points) {
        List<Point> shown = points.stream().filter(p -> p.x > 0 && p.y > 0).toList();
        if (!shown.isEmpty()) {
            lines.add(new Line(name, shown));
        }
        return this;
    }

    /** The image. */
    String svg() {
        Axis x = axis(Point::x, LEFT, RIGHT);
        Axis y = axis(Point::y, BOTTOM, TOP);
        var svg = new Formatter(Locale.ROOT);
        svg.format("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                <rect width="%d" height="%d" fill="white"/>
                <text x="%d" y="24" font-size="15" text-anchor="middle">%s</text>
                """, WIDTH, HEIGHT, WIDTH, HEIGHT, (LEFT + RIGHT) / 2, escaped(title));
        for (double value : x.ticks()) {
            svg.format("""
                    <path d="M%.1f %d V%d" stroke="#dddddd"/>
                    <text x="%.1f" y="%d" text-anchor="middle">%s</text>
                    """, x.at(value), TOP, BOTTOM, x.at(value), BOTTOM + 18, number(value));
        }
        for (double value : y.ticks()) {
            svg.format("""
                    <path d="M%d %.1f H%d" stroke="#dddddd"/>
                    <text x="%d" y="%.1f" text-anchor="end">%s</text>
                    """, LEFT, y.at(value), RIGHT, LEFT - 8, y.at(value) + 4, number(value));
        }
        svg.format("""
                <rect x="%d" y="%d" width="%d" height="%d" fill="none" stroke="#555555"/>
                <text x="%d" y="%d" text-anchor="middle">%s</text>
                <text transform="translate(20 %d) rotate(-90)" text-anchor="middle">%s</text>
                """, LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, (LEFT + RIGHT) / 2, HEIGHT - 18, escaped(xLabel),
                (TOP + BOTTOM) / 2, escaped(yLabel));
        for (int k = 0; k < lines.size(); k++) {
            draw(svg, lines.get(k), k, x, y);
        }
        return svg.format("</svg>%n").toString();
    }

    private static void draw(Formatter svg, Line line, int rank, Axis x, Axis y) {
        String colour = COLOURS[rank % COLOURS.length];
        String dash = DASHES[rank / COLOURS.length % DASHES.length];
        var path = new StringBuilder();
        for (Point point : line.points) {
            double across = x.at(point.x);
            double down = y.at(point.y);
            path.append(path.isEmpty() ? 'M' : 'L').append(String.format(Locale.ROOT, "%.1f %.1f ", across, down));
            svg.format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", across, down, colour);
        }
        int height = TOP + 12 + 20 * rank;
        svg.format("""
                <path d="%s" fill="none" stroke="%s" stroke-width="2" stroke-dasharray="%s"/>
                <path d="M%d %d h24" stroke="%s" stroke-width="2" stroke-dasharray="%s"/>
                <text x="%d" y="%d">%s</text>
                """, path.toString().strip(), colour, dash, RIGHT + 14, height, colour, dash, RIGHT + 44, height + 4,
                escaped(line.name));
    }

    /** An axis over all lines, from a power of ten to a power of ten. */
    private Axis axis(ToDoubleFunction<Point> value, int from, int to) {
        double[] values = lines.stream().flatMap(line -> line.points.stream()).mapToDouble(value).toArray();
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (double v : values) {
            least = Math.min(least, v);
            most = Math.max(most, v);
        }
        int first = values.length == 0 ? 0 : (int) Math.floor(Math.log10(least));
        int last = values.length == 0 ? 1 : (int) Math.ceil(Math.log10(most));
        return new Axis(first, Math.max(last, first + 1), from, to);
    }

    /** A logarithmic axis, from powers of ten to coordinates of the image. */
    private record Axis(int first, int last, int from, int to) {
        double at(double value) {
            return from + (Math.log10(value) - first) / (last - first) * (to - from);
        }

        double[] ticks() {
            double[] ticks = new double[last - first + 1];
            for (int k = 0; k < ticks.length; k++) {
                ticks[k] = Math.pow(10, first + k);
            }
            return ticks;
        }
    }

    /** A power of ten. */
    private static String number(double value) {
        if (value >= 0.01 && value < 1e5) {
            return String.format(Locale.ROOT, "%,.2f", value).replaceAll("\\.0+$", "");
        }
        long exponent = Math.round(Math.log10(value));
        return "10" + Long.toString(exponent).chars()
                .mapToObj(digit -> String.valueOf(digit == '-' ? '⁻' : SUPERSCRIPTS.charAt(digit - '0')))
                .collect(Collectors.joining());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
