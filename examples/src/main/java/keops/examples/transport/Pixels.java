package keops.examples.transport;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * The colours of an image, as points in a cube.
 *
 * @param name what the image is called
 * @param colors rows of red, green and blue, from 0 to 1, row by row of pixels from the top: (height * width, 3)
 * @param width how many pixels a row has
 */
record Pixels(String name, Tensor colors, int width) {
    /** An image that is made by formulas. */
    static Pixels of(MadeImage image, String name, int width) {
        return new Pixels(name, image.pixels(width), width);
    }

    /** The image of a file, scaled to a width; what is transparent is white. */
    static Pixels read(Path file, int width) throws IOException {
        BufferedImage image;
        try (var bytes = Files.newInputStream(file)) {
            image = ImageIO.read(bytes);
        }
        if (image == null) {
            throw new FormulaException(file + ": it is no image that Java reads, such as PNG, JPEG, GIF or BMP");
        }
        int height = Math.clamp(Math.round((double) width * image.getHeight() / image.getWidth()), 1, 4 * width);
        var scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = scaled.createGraphics();
        g.drawImage(image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, Color.WHITE, null);
        g.dispose();
        float[] colors = new float[3 * width * height];
        for (int pixel = 0; pixel < width * height; pixel++) {
            int rgb = scaled.getRGB(pixel % width, pixel / width);
            for (int k = 0; k < 3; k++) {
                colors[3 * pixel + k] = ((rgb >> (8 * (2 - k))) & 0xff) / 255f;
            }
        }
        return new Pixels(file.getFileName().toString(), Tensor.of(colors, (long) width * height, 3), width);
    }

    BufferedImage image() {
        return MadeImage.image(colors, width);
    }

    /** The same pixels in other colours. */
    BufferedImage image(Tensor others) {
        return MadeImage.image(others, width);
    }
}
