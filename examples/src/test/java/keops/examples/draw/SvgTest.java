package keops.examples.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import picocli.CommandLine;

/** Pictures as SVG are well-formed, and have the elements of what was drawn where it was drawn. */
class SvgTest {
    private static Document parsed(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document document, String tag) {
        NodeList nodes = document.getElementsByTagName(tag);
        var elements = new ArrayList<Element>();
        for (int k = 0; k < nodes.getLength(); k++) {
            elements.add((Element) nodes.item(k));
        }
        return elements;
    }

    @Test
    void aPictureHasItsTextsItsDotsAndItsMap(@TempDir Path folder) throws Exception {
        Path file = Path.of(System.getProperty("keops.pictures", folder.toString())).resolve("everything.svg");
        DrawTest.everything().svg(file);
        String text = Files.readString(file);
        Document document = parsed(text);
        assertEquals("0 0 1040 960", document.getDocumentElement().getAttribute("viewBox"));
        List<String> texts = elements(document, "text").stream().map(Element::getTextContent).toList();
        assertTrue(texts.containsAll(List.of("Everything", "Likelihood", "Classes", "Loss", "x", "training")),
                texts::toString);
        assertTrue(elements(document, "ellipse").size() >= 403, "discs of points");
        assertTrue(text.contains("fill=\"none\" stroke=\"#0000ff\""), "the curve");
        // The map, and the two bars of colours.
        assertEquals(3, elements(document, "image").size());
        Element image = elements(document, "image").getFirst();
        BufferedImage map = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder()
                .decode(image.getAttribute("href").substring("data:image/png;base64,".length()))));
        assertEquals(80, map.getWidth());
        assertEquals(40, map.getHeight());
        List<String> clips = elements(document, "clipPath").stream().map(clip -> clip.getAttribute("id")).toList();
        for (Element group : elements(document, "g")) {
            assertTrue(clips.contains(group.getAttribute("clip-path").replaceAll("url\\(#|\\)", "")));
        }
    }

    @Test
    void everythingLiesWhereTransformAndClipTakeIt() throws Exception {
        var g = new SvgGraphics();
        g.setColor(new Color(10, 20, 30, 51));
        g.fill(new Rectangle2D.Double(1, 2, 3, 4));
        var moved = (Graphics2D) g.create();
        moved.translate(100, 10);
        moved.setClip(new Rectangle2D.Double(0, 0, 20, 20));
        moved.fill(new Ellipse2D.Double(0, 0, 4, 2));
        moved.rotate(Math.PI / 2);
        moved.setStroke(new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_BEVEL, 1, new float[] {3, 1.5f}, 0));
        moved.draw(new Line2D.Double(0, 0, 5, 0));
        moved.drawString("a < b & c", 1, 2);
        g.fill(new Ellipse2D.Double(Double.NaN, 0, 1, 1));
        g.draw(new Line2D.Double(0, 0, Double.POSITIVE_INFINITY, 1));
        Document document = parsed(g.document(200, 100));
        List<Element> paths = elements(document, "path");
        assertEquals(3, paths.size(), "the clip, the rectangle and the line");
        assertEquals("M100 10L120 10L120 30L100 30L100 10Z", paths.get(0).getAttribute("d"));
        assertEquals("M1 2L4 2L4 6L1 6L1 2Z", paths.get(1).getAttribute("d"));
        assertEquals("#0a141e", paths.get(1).getAttribute("fill"));
        assertEquals("0.2", paths.get(1).getAttribute("fill-opacity"));
        assertEquals("M0 0L5 0", paths.get(2).getAttribute("d"));
        assertEquals("matrix(0 1 -1 0 100 10)", paths.get(2).getAttribute("transform"));
        assertEquals("3 1.5", paths.get(2).getAttribute("stroke-dasharray").strip());
        assertEquals("round", paths.get(2).getAttribute("stroke-linecap"));
        Element ellipse = elements(document, "ellipse").getFirst();
        assertEquals("102 11 2 1", String.join(" ", List.of("cx", "cy", "rx", "ry").stream()
                .map(ellipse::getAttribute).toList()));
        assertEquals("a < b & c", elements(document, "text").getFirst().getTextContent());
    }

    @Test
    void whatSvgCannotShowIsRefused() {
        var g = new SvgGraphics();
        g.setPaint(new GradientPaint(0, 0, Color.RED, 1, 1, Color.BLUE));
        assertThrows(UnsupportedOperationException.class, () -> g.fill(new Rectangle2D.Double(0, 0, 1, 1)));
        assertThrows(UnsupportedOperationException.class, () -> g.copyArea(0, 0, 1, 1, 1, 1));
    }

    @Test
    void anAlbumWritesAndNamesBothFiles(@TempDir Path folder) throws IOException {
        var album = new Album();
        new CommandLine(album).parseArgs("--out", folder.toString());
        album.pngAndSvg("loss", Picture.of(Chart.of("Loss").curve("", new double[] {0, 1}, new double[] {1, 0},
                Color.BLUE)));
        var out = new StringWriter();
        album.list(new PrintWriter(out, true));
        List<Path> files = List.of(folder.resolve("loss.png"), folder.resolve("loss.svg"));
        assertEquals(files.stream().map(file -> "picture: " + file).toList(), out.toString().lines().toList());
        assertTrue(Files.size(files.getLast()) < 20_000, Files.size(files.getLast()) + " bytes");
    }
}
