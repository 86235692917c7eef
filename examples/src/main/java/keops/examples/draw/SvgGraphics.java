package keops.examples.draw;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.PathIterator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Draws into a text in SVG: shapes in plain colours, strings, and images as PNG within. Each element has its clip, its
 * transform and its colour of its own. Not thread-safe.
 */
final class SvgGraphics extends DelegatingGraphics {
    /** What all copies of a graphics write to. */
    private record Page(StringBuilder elements, Map<String, String> clips) {}

    private static final double HUNDREDTHS = 100;
    private static final double TEN_THOUSANDTHS = 1e4;
    private static final double OPAQUE = 255;

    private final Page page;

    SvgGraphics() {
        this(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics(),
                new Page(new StringBuilder(), new LinkedHashMap<>()));
        // The image behind the state would cut all that lies beyond its pixel.
        setClip(null);
    }

    private SvgGraphics(Graphics2D state, Page page) {
        super(state);
        this.page = page;
    }

    @Override
    public Graphics create() {
        return new SvgGraphics(copyOfState(), page);
    }

    /** What was drawn, as a document of its own. */
    String document(int width, int height) {
        var text = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\""
                + height + "\" viewBox=\"0 0 " + width + " " + height + "\">\n<defs>\n");
        page.clips.forEach((path, name) -> text.append("<clipPath id=\"").append(name).append("\"><path d=\"")
                .append(path).append("\"/></clipPath>\n"));
        return text.append("</defs>\n").append(page.elements).append("</svg>\n").toString();
    }

    @Override
    public void fill(Shape shape) {
        AffineTransform transform = getTransform();
        boolean isMoved = (transform.getType() & ~AffineTransform.TYPE_TRANSLATION) == 0;
        if (shape instanceof Ellipse2D ellipse && isMoved
                && Double.isFinite(ellipse.getCenterX() + ellipse.getCenterY())) {
            element("ellipse", "cx=\"" + number(ellipse.getCenterX() + transform.getTranslateX()) + "\" cy=\""
                    + number(ellipse.getCenterY() + transform.getTranslateY()) + "\" rx=\""
                    + number(ellipse.getWidth() / 2) + "\" ry=\"" + number(ellipse.getHeight() / 2) + "\""
                    + color("fill"), "");
            return;
        }
        String path = path(shape, transform);
        if (!path.isEmpty()) {
            element("path", "d=\"" + path + "\"" + color("fill"), "");
        }
    }

    @Override
    public void draw(Shape shape) {
        if (!(getStroke() instanceof BasicStroke stroke)) {
            fill(getStroke().createStrokedShape(shape));
            return;
        }
        String path = path(shape, null);
        if (path.isEmpty()) {
            return;
        }
        var attributes = new StringBuilder("d=\"" + path + "\"" + placed(getTransform()) + " fill=\"none\""
                + color("stroke") + " stroke-width=\"" + number(stroke.getLineWidth()) + "\"");
        if (stroke.getEndCap() != BasicStroke.CAP_BUTT) {
            attributes.append(" stroke-linecap=\"")
                    .append(stroke.getEndCap() == BasicStroke.CAP_ROUND ? "round" : "square").append('"');
        }
        if (stroke.getLineJoin() != BasicStroke.JOIN_MITER) {
            attributes.append(" stroke-linejoin=\"")
                    .append(stroke.getLineJoin() == BasicStroke.JOIN_ROUND ? "round" : "bevel").append('"');
        }
        if (stroke.getDashArray() != null) {
            attributes.append(" stroke-dasharray=\"");
            for (float length : stroke.getDashArray()) {
                attributes.append(number(length)).append(' ');
            }
            attributes.append("\" stroke-dashoffset=\"").append(number(stroke.getDashPhase())).append('"');
        }
        element("path", attributes.toString(), "");
    }

    /** A text; it gets the length that it has here, whatever font is there when it is shown. */
    @Override
    public void drawString(String text, float x, float y) {
        if (text.isBlank()) {
            return;
        }
        double length = getFontMetrics(getFont()).getStringBounds(text, this).getWidth();
        element("text", "x=\"" + number(x) + "\" y=\"" + number(y) + "\"" + placed(getTransform())
                + " font-family=\"'DejaVu Sans', Verdana, sans-serif\" font-size=\"" + number(getFont().getSize2D())
                + "\"" + (getFont().isBold() ? " font-weight=\"bold\"" : "") + " textLength=\"" + number(length)
                + "\" lengthAdjust=\"spacingAndGlyphs\"" + color("fill"), escaped(text));
    }

    @Override
    void drawImage(BufferedImage image, AffineTransform place) {
        var png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var whole = getTransform();
        whole.concatenate(place);
        boolean hasCells = RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                .equals(getRenderingHint(RenderingHints.KEY_INTERPOLATION));
        element("image", "width=\"" + image.getWidth() + "\" height=\"" + image.getHeight() + "\"" + placed(whole)
                + " preserveAspectRatio=\"none\"" + (hasCells ? " style=\"image-rendering: pixelated\"" : "")
                + " href=\"data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray()) + "\"", "");
    }

    /** A clip holds for what is in its place already, so it stands around an element, which may have a transform. */
    private void element(String tag, String attributes, String content) {
        String clip = clipName();
        page.elements.append(clip.isEmpty() ? "<" : "<g clip-path=\"url(#" + clip + ")\"><")
                .append(tag).append(' ').append(attributes);
        if (content.isEmpty()) {
            page.elements.append("/>");
        } else {
            page.elements.append('>').append(content).append("</").append(tag).append('>');
        }
        page.elements.append(clip.isEmpty() ? "\n" : "</g>\n");
    }

    /** The name of the clip as it lies on the page; empty if there is none. */
    private String clipName() {
        AffineTransform transform = getTransform();
        setTransform(new AffineTransform());
        Shape clip = getClip();
        setTransform(transform);
        return clip == null ? "" : page.clips.computeIfAbsent(path(clip, null), _ -> "clip" + page.clips.size());
    }

    private String color(String attribute) {
        if (!(getPaint() instanceof Color color)) {
            throw new UnsupportedOperationException("a colour is expected, but " + getPaint() + " came");
        }
        double alpha = color.getAlpha() / OPAQUE
                * (getComposite() instanceof AlphaComposite composite ? composite.getAlpha() : 1);
        String text = " " + attribute + "=\"#" + Integer.toHexString(color.getRGB() | 0xff000000).substring(2) + "\"";
        return alpha == 1 ? text : text + " " + attribute + "-opacity=\"" + number(alpha) + "\"";
    }

    private static String placed(AffineTransform transform) {
        if (transform.isIdentity()) {
            return "";
        }
        double[] matrix = new double[6];
        transform.getMatrix(matrix);
        var text = new StringBuilder(" transform=\"matrix(");
        for (int k = 0; k < matrix.length; k++) {
            text.append(k == 0 ? "" : " ").append(rounded(matrix[k], TEN_THOUSANDTHS));
        }
        return text.append(")\"").toString();
    }

    /** The path of a shape; empty if there is nothing of it, or if it is nowhere. */
    private static String path(Shape shape, AffineTransform transform) {
        var text = new StringBuilder();
        double[] at = new double[6];
        for (PathIterator path = shape.getPathIterator(transform); !path.isDone(); path.next()) {
            int kind = path.currentSegment(at);
            text.append("MLQCZ".charAt(kind));
            int numbers = switch (kind) {
                case PathIterator.SEG_MOVETO, PathIterator.SEG_LINETO -> 2;
                case PathIterator.SEG_QUADTO -> 4;
                case PathIterator.SEG_CUBICTO -> 6;
                default -> 0;
            };
            for (int k = 0; k < numbers; k++) {
                if (!Double.isFinite(at[k])) {
                    return "";
                }
                text.append(k == 0 ? "" : " ").append(number(at[k]));
            }
        }
        return text.toString();
    }

    private static String number(double value) {
        return rounded(value, HUNDREDTHS);
    }

    private static String rounded(double value, double units) {
        double rounded = Math.rint(value * units) / units;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
