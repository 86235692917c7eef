package keops.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PlotTest {
    @Test
    void textsOfAllKindsAreInTheImage() throws Exception {
        Document image = read(new Plot("N < 100 & more", "points", "seconds")
                .line("ours", List.of(new Plot.Point(1, 1)))
                .line("theirs", List.of(new Plot.Point(10, 10))));
        List<String> texts = elements(image, "text").stream().map(Element::getTextContent).toList();
        List<String> expected = List.of("N < 100 & more", "points", "seconds", "ours", "theirs");
        assertTrue(texts.containsAll(expected), texts.toString());
    }

    @Test
    void placesAreLogarithmic() throws Exception {
        Document image = read(new Plot("title", "x", "y").line("line",
                List.of(new Plot.Point(1, 1e-3), new Plot.Point(10, 1e-2), new Plot.Point(1e4, 10))));
        List<Element> points = elements(image, "circle");
        assertEquals(0.25, part(points, "cx"), 1e-3);
        assertEquals(0.25, part(points, "cy"), 1e-3);
    }

    @Test
    void ticksArePowersOfTen() throws Exception {
        Document image = read(new Plot("title", "x", "y")
                .line("line", List.of(new Plot.Point(0.1, 1e-3), new Plot.Point(1e5, 1e10))));
        List<String> texts = elements(image, "text").stream().map(Element::getTextContent).toList();
        assertTrue(texts.containsAll(List.of("0.10", "1", "10,000", "10⁵", "10⁻³", "10¹⁰")), texts.toString());
    }

    /** How far the second point is on the way from the first to the third. */
    private static double part(List<Element> points, String coordinate) {
        double[] places = points.stream().mapToDouble(p -> Double.parseDouble(p.getAttribute(coordinate))).toArray();
        return (places[1] - places[0]) / (places[2] - places[0]);
    }

    @Test
    void whatALogarithmicAxisCannotShowIsLeftOut() throws Exception {
        Document image = read(new Plot("title", "x", "y")
                .line("some", List.of(new Plot.Point(1, 0), new Plot.Point(2, 5)))
                .line("none", List.of(new Plot.Point(1, 0))));
        assertEquals(1, elements(image, "circle").size());
        assertTrue(elements(image, "text").stream().noneMatch(text -> text.getTextContent().equals("none")));
    }

    @Test
    void aPlotWithoutLinesIsAnImageToo() throws Exception {
        assertEquals(0, elements(read(new Plot("title", "x", "y")), "circle").size());
    }

    private static Document read(Plot plot) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(plot.svg().getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document image, String tag) {
        NodeList nodes = image.getElementsByTagName(tag);
        var elements = new ArrayList<Element>();
        for (int k = 0; k < nodes.getLength(); k++) {
            elements.add((Element) nodes.item(k));
        }
        return elements;
    }
}
