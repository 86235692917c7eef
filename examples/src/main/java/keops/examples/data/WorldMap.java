package keops.examples.data;

import java.awt.Color;
import java.io.IOException;
import java.util.stream.IntStream;
import keops.examples.draw.Chart;
import keops.examples.draw.Picture;
import keops.tensor.Tensor;

/** Maps of the world on which degrees of longitude and latitude are equally long. */
public final class WorldMap {
    private static final double SOUTH = -60;
    private static final double NORTH = 84;
    private static final int WIDTH = 900;
    private static final int HEIGHT = 400;

    private WorldMap() {}

    /** A map of all but the poles, without anything on it. */
    public static Chart of(String title) {
        return Chart.of(title).equalAxes().withoutAxes().range(-180, 180, SOUTH, NORTH);
    }

    /** Draws the coasts over what a map shows already. */
    public static Chart withCoasts(Chart map, Color color) throws IOException {
        double[][] coasts = Dataset.COASTS.read().toMatrix();
        int[] starts = IntStream.range(0, coasts.length - 1)
                .filter(k -> !Double.isNaN(coasts[k][0]) && !Double.isNaN(coasts[k + 1][0])).toArray();
        double[][] from = IntStream.of(starts).mapToObj(k -> coasts[k]).toArray(double[][]::new);
        double[][] to = IntStream.of(starts).mapToObj(k -> coasts[k + 1]).toArray(double[][]::new);
        return map.lines(Tensor.of(from), Tensor.of(to), color).range(-180, 180, SOUTH, NORTH);
    }

    /** One map as a picture. */
    public static Picture picture(Chart map) {
        return Picture.of(map).panelSize(WIDTH, HEIGHT);
    }
}
