package keops.examples.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import keops.examples.draw.Picture;
import org.junit.jupiter.api.Test;

/** What is in front hides what is behind, and lamps light what is turned to them. */
class MeshPanelTest {
    private static final int WHITE = Color.WHITE.getRGB();

    private static BufferedImage image(MeshPanel panel) {
        return Picture.of(panel).panelSize(200, 200).image();
    }

    private static int brightness(BufferedImage image, int x, int y) {
        var color = new Color(image.getRGB(x, y));
        return color.getRed() + color.getGreen() + color.getBlue();
    }

    @Test
    void aSphereIsADiscThatIsLightAboveOnTheLeft() {
        BufferedImage image = image(MeshPanel.of("", Surfaces.sphere(3)));
        assertTrue(brightness(image, 80, 70) > 1.5 * brightness(image, 125, 145));
        int covered = 0;
        for (int k = 0; k < 200 * 200; k++) {
            covered += image.getRGB(k % 200, k / 200) == WHITE ? 0 : 1;
        }
        // Its box is seen from an edge and from above, and is larger than the disc.
        assertTrue(covered > 8_000 && covered < 20_000, covered + " pixels");
        assertEquals(WHITE, image.getRGB(2, 2));
    }

    @Test
    void nearTrianglesHideThoseBehindAndBacksAreNotSeen() {
        double[][] vertices = {{-1, -1, -1}, {1, -1, -1}, {0, -1, 1}, {-1, 1, -1}, {1, 1, -1}, {0, 1, 1}};
        // Both look to -y; the first is nearer to a viewer there.
        Mesh mesh = Mesh.of(vertices, new int[][] {{0, 1, 2}, {3, 4, 5}});
        MeshPanel panel = MeshPanel.of("", mesh).colors(face -> face == 0 ? Color.RED : Color.BLUE);
        var front = new Color(image(panel.seenFrom(-90, 0)).getRGB(100, 120));
        assertTrue(front.getRed() > 50 && front.getBlue() == 0, front.toString());
        assertEquals(WHITE, image(panel.seenFrom(90, 0)).getRGB(100, 120));
    }

    @Test
    void meshesInOneFrameAreAsLargeAsTheyAre() {
        Mesh small = Surfaces.sphere(2);
        Mesh large = small.moved(2, 0, 0, 0);
        BufferedImage alone = image(MeshPanel.of("", small).seenFrom(-90, 0));
        BufferedImage framed = image(MeshPanel.of("", small).seenFrom(-90, 0).frame(large.box()));
        assertTrue(alone.getRGB(100, 30) != WHITE);
        assertEquals(WHITE, framed.getRGB(100, 30));
        assertTrue(framed.getRGB(100, 100) != WHITE);
    }
}
