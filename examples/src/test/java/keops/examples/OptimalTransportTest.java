package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on few points: what it prints, and its pictures. */
class OptimalTransportTest {
    @Test
    void marginalsHoldAShapeIsNoDistanceFromItselfAndTheFlowFalls(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("optimal-transport", "--quick", "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(number(run.out(), "marginals within ([^,]+),") <= 1e-4, run.out());
        assertEquals(0, number(run.out(), "from itself: (\\S+)\n"), 1e-6, run.out());
        double first = number(run.out(), "divergence from (\\S+) to");
        double last = number(run.out(), "divergence from \\S+ to ([^,]+),");
        assertTrue(last < 0.3 * first && last > 0, run.out());
        for (String name : List.of("optimal-transport-plan.png", "optimal-transport-flow.png",
                "optimal-transport-flow.gif", "optimal-transport-colours.png")) {
            assertTrue(run.out().contains("picture: " + folder.resolve(name) + "\n"), run.out());
            assertTrue(ImageIO.read(folder.resolve(name).toFile()).getWidth() > 600, name);
        }
    }

    @Test
    void imagesOfTheUserExchangeTheirColours(@TempDir Path folder) throws IOException {
        var red = new BufferedImage(48, 36, BufferedImage.TYPE_INT_RGB);
        var blue = new BufferedImage(40, 60, BufferedImage.TYPE_INT_ARGB);
        for (int pixel = 0; pixel < 2400; pixel++) {
            if (pixel < 48 * 36) {
                red.setRGB(pixel % 48, pixel / 48, new Color(200 + pixel % 50, 10, 10).getRGB());
            }
            blue.setRGB(pixel % 40, pixel / 40, new Color(10, 10, 200 + pixel / 60).getRGB());
        }
        ImageIO.write(red, "png", folder.resolve("red.png").toFile());
        ImageIO.write(blue, "png", folder.resolve("blue.png").toFile());
        Cli run = Cli.run("optimal-transport", "--quick", "--points", 100, "--pixels", 16, "--first",
                folder.resolve("red.png"), "--second", folder.resolve("blue.png"), "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertTrue(run.out().contains("plan between 100 and 100 points"), run.out());
        assertTrue(run.out().contains("colours of 192 pixels carried to those of 384"), run.out());
        BufferedImage made = ImageIO.read(folder.resolve("optimal-transport-colours.png").toFile());
        assertTrue(isNearly(made.getRGB(220, 200), 225, 10, 10), "the first is red");
        assertTrue(isNearly(made.getRGB(660, 200), 10, 10, 220), "the second is blue");
        assertTrue(isNearly(made.getRGB(220, 570), 10, 10, 220), "the first has become blue");
        assertTrue(isNearly(made.getRGB(660, 570), 225, 10, 10), "the second has become red");
    }

    private static boolean isNearly(int rgb, int red, int green, int blue) {
        var color = new Color(rgb);
        return Math.abs(color.getRed() - red) + Math.abs(color.getGreen() - green) + Math.abs(color.getBlue() - blue)
                < 60;
    }

    @Test
    void whatIsNoImageIsRefused(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("a.png"), "no image");
        Cli run = Cli.run("optimal-transport", "--quick", "--first", text, "--out", folder);
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().contains("a.png: it is no image that Java reads"), run.err());
    }

    private static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void tooFewPointsAreBadUse(@TempDir Path folder) {
        Cli run = Cli.run("optimal-transport", "--points", 3, "--out", folder);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("at least 60 points"), run.err());
    }
}
