package keops.examples.transport;

import java.awt.image.BufferedImage;
import keops.tensor.Tensor;

/** Images made by formulas. Colours are rows of red, green and blue, from 0 to 1. */
enum MadeImage {
    /** A sun above hills, in the evening. */
    EVENING {
        @Override
        double[] color(double x, double y) {
            double dx = (x - 0.62) * WIDTH / HEIGHT;
            double dy = y - 0.46;
            double glow = Math.exp(-(dx * dx + dy * dy) / 0.05);
            if (dx * dx + dy * dy < 0.006) {
                return new double[] {1, 0.93, 0.72};
            }
            if (y < 0.3 + 0.07 * Math.sin(7 * x) + 0.03 * Math.sin(17 * x + 1)) {
                return mixed(new double[] {0.13, 0.08, 0.17}, new double[] {0.3, 0.14, 0.24}, y / 0.4);
            }
            double[] sky = mixed(new double[] {0.96, 0.55, 0.26}, new double[] {0.27, 0.16, 0.42}, (y - 0.3) / 0.7);
            return mixed(sky, new double[] {1, 0.8, 0.45}, 0.8 * glow);
        }
    },
    /** A meadow below clouds, at noon. */
    NOON {
        @Override
        double[] color(double x, double y) {
            double horizon = 0.42 + 0.04 * Math.sin(5 * x + 2);
            if (y < horizon) {
                double waves = 0.5 + 0.5 * Math.sin(40 * x + 25 * y) * Math.sin(31 * y - 9 * x);
                double[] near = mixed(new double[] {0.2, 0.45, 0.12}, new double[] {0.45, 0.66, 0.2}, waves);
                return mixed(near, new double[] {0.68, 0.8, 0.42}, y / horizon);
            }
            double cloud = Math.sin(9 * x + 2 * y) + Math.sin(15 * y - 4 * x + 1) + 0.6 * Math.sin(23 * x - 11 * y);
            double[] sky = mixed(new double[] {0.72, 0.87, 0.97}, new double[] {0.16, 0.42, 0.78}, (y - horizon) / 0.6);
            return mixed(sky, new double[] {0.98, 0.98, 0.97}, 1.2 * cloud - 0.7);
        }
    };

    /** The ratio of the sides. */
    static final int WIDTH = 4;
    static final int HEIGHT = 3;

    /** The colour at a point, x from 0 on the left to 1, and y from 0 at the bottom to 1. */
    abstract double[] color(double x, double y);

    static double[] mixed(double[] first, double[] second, double share) {
        double part = Math.clamp(share, 0, 1);
        double[] mixed = new double[first.length];
        for (int k = 0; k < mixed.length; k++) {
            mixed[k] = (1 - part) * first[k] + part * second[k];
        }
        return mixed;
    }

    /** The colours of the pixels, row by row from the top: (height * width, 3) in float32. */
    Tensor pixels(int width) {
        int height = width * HEIGHT / WIDTH;
        float[] colors = new float[3 * width * height];
        for (int pixel = 0; pixel < width * height; pixel++) {
            int row = pixel / width;
            double[] color = color((pixel % width + 0.5) / width, 1 - (row + 0.5) / height);
            for (int k = 0; k < 3; k++) {
                colors[3 * pixel + k] = (float) color[k];
            }
        }
        return Tensor.of(colors, (long) width * height, 3);
    }

    /** The image of some pixels. */
    static BufferedImage image(Tensor pixels, int width) {
        int height = Math.toIntExact(pixels.size(0) / width);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < width * height; pixel++) {
            int rgb = 0;
            for (int k = 0; k < 3; k++) {
                rgb = rgb << 8 | (int) Math.round(255 * Math.clamp(pixels.getDouble(pixel, k), 0, 1));
            }
            image.setRGB(pixel % width, pixel / width, rgb);
        }
        return image;
    }
}
