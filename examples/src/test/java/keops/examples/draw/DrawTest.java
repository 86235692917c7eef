package keops.examples.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import keops.tensor.Tensor;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures have their size, show what was added, where it is, and in its colour. */
class DrawTest {
    private static final Color RED = new Color(0xff0000);
    private static final Color GREEN = new Color(0x00ff00);
    private static final Color BLUE = new Color(0x0000ff);

    /** A picture with all that there is. */
    static Picture everything() {
        var random = new Random(1);
        var grid = new Grid(-2, 2, -1, 1, 80, 40);
        double[] values = new double[grid.count()];
        double[][] cells = grid.points().toMatrix();
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.exp(-cells[k][0] * cells[k][0] - 3 * cells[k][1] * cells[k][1]);
        }
        Tensor map = Tensor.of(values, values.length);
        double[][] points = new double[200][2];
        long[] labels = new long[200];
        for (int i = 0; i < points.length; i++) {
            labels[i] = i % 10;
            points[i] = new double[] {random.nextGaussian() + labels[i], random.nextGaussian()};
        }
        double[] steps = new double[50];
        double[] losses = new double[50];
        for (int k = 0; k < steps.length; k++) {
            steps[k] = k;
            losses[k] = Math.exp(-0.2 * k);
        }
        Tensor origin = Tensor.of(new double[][] {{-1, -0.5}, {0, 0}, {1, 0.5}});
        Tensor ends = Tensor.of(new double[][] {{-0.5, 0.5}, {0.6, 0}, {1.4, -0.7}});
        Chart likelihood = Chart.of("Likelihood").equalAxes().labels("x", "y")
                .heatMap(grid, map, ColorScale.of(map, "likelihood"))
                .points("points", origin, Color.WHITE, 6)
                .arrows(origin, ends, RED)
                .ellipse(0, 0, new double[][] {{1, 0.2}, {0.1, 0.4}}, Color.WHITE)
                .text(1.5, 0.8, "text", Color.WHITE);
        Chart classes = Chart.of("Classes").equalAxes().classes(Tensor.of(points), Tensor.of(labels, 200), 5);
        Chart loss = Chart.of("Loss").labels("step", "loss").logarithmic().curve("training", steps, losses, BLUE)
                .curve("test", steps, steps, RED)
                .band("band", new double[] {30, 40}, new double[] {2, 2}, new double[] {20, 5}, GREEN);
        Chart signs = Chart.of("Signs").withoutAxes()
                .points(Tensor.of(points), Tensor.of(points).reshape(400).rows(0, 200),
                        ColorScale.symmetric(Tensor.of(points), "x"), 4)
                .lines(Tensor.of(points).rows(0, 20), Tensor.of(points).rows(20, 40), new Color(0, 0, 0, 60));
        return Picture.grid(2, List.of(likelihood, classes, loss, signs)).heading("Everything");
    }

    private static Set<Integer> colors(BufferedImage image, int x, int y, int width, int height) {
        var colors = new HashSet<Integer>();
        for (int rgb : image.getRGB(x, y, width, height, null, 0, width)) {
            colors.add(rgb & 0xffffff);
        }
        return colors;
    }

    @Test
    void aPictureHasItsSizeAndEachOfItsFieldsIsDrawn(@TempDir Path folder) throws IOException {
        Path file = Path.of(System.getProperty("keops.pictures", folder.toString())).resolve("everything.png");
        everything().png(file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(1040, image.getWidth());
        assertEquals(960, image.getHeight());
        assertTrue(colors(image, 0, 0, 1040, 40).contains(0), "the heading is black");
        assertTrue(colors(image, 0, 40, 520, 460).contains(ColorMap.VIRIDIS.rgb(0)));
        for (int index = 0; index < 10; index++) {
            assertTrue(colors(image, 520, 40, 520, 460).contains(Palette.color(index).getRGB() & 0xffffff));
        }
        Set<Integer> curves = colors(image, 0, 500, 520, 460);
        assertTrue(curves.contains(0x0000ff) && curves.contains(0xff0000) && curves.contains(0x00ff00));
        assertTrue(colors(image, 520, 500, 520, 460).size() > 100);
    }

    @Test
    void aPowerIsALineWhereBothAxesAreLogarithmic() {
        double[] xs = {-1, 1, 10, 100};
        double[] ys = {1, 1, 100, 10_000};
        Chart power = Chart.of("").background(GREEN).logLog().range(1, 100, 1, 10_000).curve("", xs, ys, BLUE);
        BufferedImage image = Picture.of(power).image();
        int middle = 0;
        int left = 0;
        int right = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                int rgb = image.getRGB(x, y) & 0xffffff;
                left = left == 0 && rgb == 0x00ff00 ? x : left;
                right = rgb == 0x00ff00 ? x : right;
                middle = y == image.getHeight() / 2 && rgb == 0x0000ff ? x : middle;
            }
        }
        assertTrue(left > 0 && right > left, "there is a background");
        assertEquals((left + right) / 2.0, middle, 25);
    }

    /** The least and the greatest x of a colour above a line. */
    private static double[] columns(BufferedImage image, int rgb, int below) {
        return IntStream.range(0, image.getWidth())
                .filter(x -> IntStream.range(0, below).anyMatch(y -> (image.getRGB(x, y) & 0xffffff) == rgb))
                .mapToObj(x -> new double[] {x, x})
                .reduce((a, b) -> new double[] {a[0], b[1]}).orElseThrow();
    }

    @Test
    void aTitleIsInTheMiddleAboveTheDataAndAChartCanLeaveTheSpaceOfABar() {
        Tensor values = Tensor.of(new double[] {0, 1}, 2);
        Chart barred = Chart.of("").background(GREEN).points(Tensor.of(new double[][] {{0, 0}, {1, 1}}), values,
                ColorScale.of(values, "bar"), 3).range(0, 1, 0, 1);
        Chart chart = Chart.of("HHHHH").labels("", "a name").background(GREEN).range(0, 1, 0, 1e6);
        Chart narrow = Chart.of("").background(GREEN).besideBar().range(0, 1, 0, 1);
        BufferedImage image = Picture.of(chart).image();
        double[] data = columns(image, 0x00ff00, image.getHeight());
        double[] title = columns(image, 0x000000, 24);
        assertTrue(data[0] > 60, "the names of the axis take space: " + data[0]);
        assertEquals((data[0] + data[1]) / 2, (title[0] + title[1]) / 2, 3);
        assertArrayEquals(columns(Picture.of(barred).image(), 0x00ff00, 460),
                columns(Picture.of(narrow).image(), 0x00ff00, 460), 1);
        String wide = "H".repeat(45);
        BufferedImage broken = Picture.of(Chart.of(wide).labels("", "a name").range(0, 1, 0, 1e6)).image();
        assertTrue(colors(broken, 30, 0, 60, 24).contains(0) && colors(broken, 430, 0, 60, 24).contains(0),
                "a long title stays on one line");
    }

    @Test
    void aLogarithmicAxisOfADecadeHasPlainNumbers() {
        var axis = new DecadeAxis();
        axis.setRange(0.004, 0.3);
        var area = new Rectangle2D.Double(0, 0, 100, 100);
        Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        for (RectangleEdge edge : List.of(RectangleEdge.LEFT, RectangleEdge.BOTTOM)) {
            List<String> texts = Stream.of(axis.refreshTicks(g, new AxisState(), area, edge).toArray())
                    .map(tick -> ((NumberTick) tick).getText()).toList();
            assertEquals(List.of("0.005", "0.01", "0.02", "0.05", "0.1", "0.2"), texts);
        }
    }

    @Test
    void cellsOfAHeatMapLieWhereTheGridSays() {
        var grid = new Grid(0, 2, 0, 1, 2, 1);
        Tensor values = Tensor.of(new double[] {0, 1}, 2);
        BufferedImage image = Picture.of(Chart.of("").heatMap(grid, values, ColorScale.of(values, ""))).image();
        assertEquals(ColorMap.VIRIDIS.rgb(0), image.getRGB(150, 200) & 0xffffff);
        assertEquals(ColorMap.VIRIDIS.rgb(1), image.getRGB(400, 200) & 0xffffff);
        assertTrue(grid.points().contentEquals(Tensor.of(new float[] {0.5f, 0.5f, 1.5f, 0.5f}, 2, 2)));
        var upright = Grid.square(0, 1, 2);
        Tensor corner = Tensor.of(new double[] {1, 0, 0, 0}, 4);
        BufferedImage below = Picture.of(Chart.of("").heatMap(upright, corner, ColorScale.of(corner, ""))).image();
        assertEquals(ColorMap.VIRIDIS.rgb(1), below.getRGB(120, 350) & 0xffffff);
        assertEquals(ColorMap.VIRIDIS.rgb(0), below.getRGB(120, 80) & 0xffffff);
    }

    @Test
    void equalAxesShowACircleAsACircle() {
        Chart chart = Chart.of("").equalAxes().labels("x", "y").range(-100, 100, -10, 10)
                .ellipse(0, 0, new double[][] {{9, 0}, {0, 9}}, RED);
        BufferedImage image = Picture.of(chart).panelSize(900, 700).image();
        int left = 900;
        int right = 0;
        int top = 700;
        int bottom = 0;
        for (int y = 0; y < 700; y++) {
            for (int x = 0; x < 900; x++) {
                if ((image.getRGB(x, y) & 0xffffff) == 0xff0000) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        assertTrue(right - left > 50, "a circle of " + (right - left) + " pixels");
        assertEquals(right - left, bottom - top, 2);
    }

    @Test
    void anImageKeepsItsShape() {
        var square = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);
        square.setRGB(0, 0, 10, 10, colored(100, 0x0000ff), 0, 10);
        BufferedImage image = Picture.of(new ImagePanel("title", square)).panelSize(400, 200).image();
        assertEquals(0x0000ff, image.getRGB(200, 120) & 0xffffff);
        assertEquals(0xffffff, image.getRGB(60, 120) & 0xffffff);
    }

    private static int[] colored(int count, int rgb) {
        int[] pixels = new int[count];
        Arrays.fill(pixels, rgb);
        return pixels;
    }

    @Test
    void anAnimationHasItsFramesAndStartsAgain(@TempDir Path folder) throws IOException {
        var frames = Stream.of(1, 2, 3).map(k -> Picture.of(Chart.of("frame " + k).range(0, 4, 0, 4)
                .points("", Tensor.of(new double[][] {{k, k}}), BLUE, 20)).panelSize(200, 160).image()).toList();
        Path file = folder.resolve("a.gif");
        Gif.write(file, frames, Duration.ofMillis(120), Duration.ofSeconds(2));
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertEquals(3, reader.getNumImages(true));
            for (int k = 0; k < 3; k++) {
                BufferedImage frame = reader.read(k);
                assertEquals(200, frame.getWidth());
                assertTrue(colors(frame, 0, 0, 200, 160).contains(0x0000ff), "frame " + k);
                var root = (IIOMetadataNode) reader.getImageMetadata(k).getAsTree("javax_imageio_gif_image_1.0");
                var control = (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
                assertEquals(k == 2 ? "200" : "12", control.getAttribute("delayTime"));
                assertEquals(1, root.getElementsByTagName("ApplicationExtension").getLength());
            }
        } finally {
            reader.dispose();
        }
    }

    @Test
    void mapsGoFromEndToEnd() {
        assertEquals(0x440154, ColorMap.VIRIDIS.rgb(-1));
        assertEquals(0xfde725, ColorMap.VIRIDIS.rgb(2));
        assertEquals(0xf7f6f4, ColorMap.DIVERGING.rgb(0.5));
        assertEquals(0xb0b0b0, ColorMap.VIRIDIS.rgb(Double.NaN));
        double last = -1;
        for (int k = 0; k <= 100; k++) {
            Color color = ColorMap.VIRIDIS.at(k / 100.0);
            double lightness = 0.2126 * color.getRed() + 0.7152 * color.getGreen() + 0.0722 * color.getBlue();
            assertTrue(lightness > last, "viridis grows lighter at " + k);
            last = lightness;
        }
        Set<Color> colors = new HashSet<>();
        for (int k = 0; k < 60; k++) {
            colors.add(Palette.color(k));
        }
        assertEquals(60, colors.size());
    }

    @Test
    void whatDoesNotFitIsRefusedAndSaysWhatWasExpected() {
        Tensor three = Tensor.of(new double[3], 3);
        Tensor points = Tensor.of(new double[8], 4, 2);
        Chart chart = Chart.of("");
        var map = assertThrows(IllegalArgumentException.class,
                () -> chart.heatMap(Grid.square(0, 1, 2), three, new ColorScale(ColorMap.VIRIDIS, 0, 1, "")));
        assertTrue(map.getMessage().contains("each of the 4 cells"), map.getMessage());
        var label = assertThrows(IllegalArgumentException.class, () -> chart.classes(points, three, 3));
        assertTrue(label.getMessage().contains("each of the 4 points"), label.getMessage());
        var band = assertThrows(IllegalArgumentException.class,
                () -> chart.band("", new double[2], new double[2], new double[3], RED));
        assertTrue(band.getMessage().contains("2, 3 and 2 came"), band.getMessage());
        var rank = assertThrows(IllegalArgumentException.class, () -> chart.points("", three, RED, 3));
        assertTrue(rank.getMessage().contains("points (N, 2) are expected"), rank.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new ColorScale(ColorMap.VIRIDIS, 1, 1, ""));
        assertThrows(IllegalArgumentException.class, () -> Grid.square(1, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> Picture.of());
        assertThrows(IllegalArgumentException.class, () -> Palette.color(-1));
    }

    @Test
    void chartsWithoutDataAndWithOnePointAreDrawn() {
        Chart one = Chart.of("one").points("", Tensor.of(new double[][] {{3, 3}}), BLUE, 10).equalAxes();
        Chart nan = Chart.of("NaN").curve("", new double[] {Double.NaN, 1}, new double[] {1, -1}, BLUE).logarithmic();
        BufferedImage image = Picture.of(Chart.of("none"), one, nan).image();
        assertEquals(3 * 520, image.getWidth());
        assertTrue(colors(image, 520, 0, 520, 460).contains(0x0000ff));
    }
}
