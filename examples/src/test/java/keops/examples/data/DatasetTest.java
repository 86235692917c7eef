package keops.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
    @ParameterizedTest
    @CsvSource({"CITIES, 44691, 3", "COASTS, 5255, 2", "EARTHQUAKES, 1679, 4", "PENGUINS, 342, 5",
        "PRECIPITATION, 60480, 3"})
    void eachTableHasItsRowsAndColumns(Dataset dataset, long rows, long columns) throws IOException {
        assertArrayEquals(new long[] {rows, columns}, dataset.read().shape());
    }

    @ParameterizedTest
    @CsvSource({"CITIES", "COASTS", "EARTHQUAKES", "PRECIPITATION"})
    void placesAreOnTheEarth(Dataset dataset) throws IOException {
        for (double[] row : dataset.read().toMatrix()) {
            boolean isGap = Double.isNaN(row[0]) && Double.isNaN(row[1]);
            assertTrue(isGap && dataset == Dataset.COASTS || Math.abs(row[0]) <= 180 && Math.abs(row[1]) <= 90,
                    Arrays.toString(row));
        }
    }

    @Test
    void tokyoIsTheLargestCity() throws IOException {
        assertArrayEquals(new float[] {139.69f, 35.69f, 37_732_000}, Dataset.CITIES.read().rows(0, 1).toFloatArray());
    }

    @Test
    void precipitationIsAGridFromTheSouthWestOn() throws IOException {
        double[][] cells = Dataset.PRECIPITATION.read().toMatrix();
        for (int k = 0; k < cells.length; k++) {
            assertEquals(-179.5 + k % 360, cells[k][0]);
            assertEquals(-80.5 + Math.floorDiv(k, 360), cells[k][1]);
            assertTrue(cells[k][2] >= 0, "mm of cell " + k);
        }
    }

    @Test
    void penguinsOfEachSpeciesHaveTheirSize() throws IOException {
        double[] mass = new double[3];
        int[] counts = new int[3];
        for (double[] penguin : Dataset.PENGUINS.read().toMatrix()) {
            mass[(int) penguin[0]] += penguin[4];
            counts[(int) penguin[0]]++;
        }
        // As Gorman, Williams and Fraser report them: PLoS ONE 9 (2014), e90081.
        assertArrayEquals(new int[] {151, 68, 123}, counts);
        assertTrue(mass[2] / counts[2] > 5000 && mass[0] / counts[0] < 3800 && mass[1] / counts[1] < 3800);
    }

    @Test
    void placesBecomePointsOfLengthOneAndPlacesAgain() {
        var random = new Random(1);
        float[][] places = new float[50][];
        for (int i = 0; i < places.length; i++) {
            places[i] = new float[] {random.nextFloat(-180, 180), random.nextFloat(-90, 90)};
        }
        Tensor points = Sphere.points(Tensor.of(places));
        double[][] back = Sphere.places(points).toMatrix();
        for (int i = 0; i < places.length; i++) {
            double squares = Arrays.stream(points.toMatrix()[i]).map(a -> a * a).sum();
            assertEquals(1, squares, 1e-6);
            assertEquals(places[i][0], back[i][0], 1e-3);
            assertEquals(places[i][1], back[i][1], 1e-3);
        }
        Tensor poleAndEquator = Sphere.points(Tensor.of(new float[][] {{0, 90}, {50, 0}}));
        double squaredDistance = 0;
        for (int d = 0; d < 3; d++) {
            squaredDistance += Math.pow(poleAndEquator.getDouble(0, d) - poleAndEquator.getDouble(1, d), 2);
        }
        assertEquals(10_007, Sphere.kilometres(squaredDistance), 2);
        assertEquals(6371 * Math.PI, Sphere.kilometres(4.000001), 1e-6);
    }

    @Test
    void columnsAreCopied() {
        Tensor rows = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
        assertTrue(Columns.of(rows, 1, 3).contentEquals(Tensor.of(new float[] {2, 3, 5, 6}, 2, 2)));
        assertTrue(Columns.of(rows, 2).contentEquals(Tensor.of(new float[] {3, 6}, 2)));
    }
}
