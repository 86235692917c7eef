package keops.examples.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import keops.tensor.Tensor;

/**
 * Tables of numbers that come with the programs, each a packed CSV file with a row of names. Where they are from, and
 * under which licence, is told in {@code docs/data.md}.
 */
public enum Dataset {
    /** Cities, the largest first: longitude and latitude in degrees, and the number of people, 0 if unknown. */
    CITIES("cities"),
    /** Coasts as lines: longitude and latitude in degrees; a row of NaN between lines. */
    COASTS("coasts"),
    /** The earthquakes of a week: longitude and latitude in degrees, depth in km, and magnitude. */
    EARTHQUAKES("earthquakes"),
    /** Penguins: species (Adelie 0, chinstrap 1, gentoo 2), beak length and depth, flipper length in mm, mass in g. */
    PENGUINS("penguins"),
    /**
     * Precipitation of a year, in cells of one degree: the longitude and latitude of the middle, and mm. There are 168
     * rows of 360 cells, from 81 degrees south to 87 degrees north, each from west to east.
     */
    PRECIPITATION("precipitation");

    private final String name;

    Dataset(String name) {
        this.name = name;
    }

    /** The rows of the table: float32 (N, columns). */
    public Tensor read() throws IOException {
        try (var file = Dataset.class.getResourceAsStream(name + ".csv.gz");
                var unpacked = new GZIPInputStream(file);
                var text = new BufferedReader(new InputStreamReader(unpacked, StandardCharsets.US_ASCII))) {
            return Tensor.of(text.lines().skip(1).map(Dataset::numbers).toArray(float[][]::new));
        }
    }

    private static float[] numbers(String line) {
        String[] fields = line.split(",", -1);
        float[] numbers = new float[fields.length];
        for (int k = 0; k < fields.length; k++) {
            numbers[k] = Float.parseFloat(fields[k]);
        }
        return numbers;
    }
}
