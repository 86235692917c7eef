package keops.examples.kmeans;

import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import keops.console.Defaults;
import keops.console.ExitCode;
import keops.console.ProgressBar;
import keops.console.Terminals;
import keops.examples.data.Columns;
import keops.examples.data.Dataset;
import keops.examples.data.Sphere;
import keops.examples.data.WorldMap;
import keops.examples.draw.Album;
import keops.examples.draw.Chart;
import keops.examples.draw.Palette;
import keops.examples.draw.Picture;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Clusters points by Lloyd's algorithm: in the plane, on the sphere, and the cities of the world. */
@Command(
        name = "kmeans",
        sortOptions = false,
        description = {
            "Clusters random points in the plane, and on the sphere, by Lloyd's algorithm; then the cities of the "
                    + "world, each of which counts as much as it has people.",
            "Each round gives every point to its nearest centre, and moves the centres to the means of their points; "
                    + "on the sphere, to the directions of the means."
        })
public final class KMeans implements Callable<Integer> {
    private static final int QUICK_POINTS = 3000;
    private static final int MOST_POINTS = 500_000_000;
    private static final int QUICK_CLUSTERS = 12;
    private static final int SHOWN = 20_000;
    private static final double NANOS_PER_SECOND = 1e9;

    @Option(names = "--points", paramLabel = "COUNT", defaultValue = "1000000",
            description = "The number of points in the plane, and of those on the sphere (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--clusters", paramLabel = "K", defaultValue = "50",
            description = "The number of clusters (default: ${DEFAULT-VALUE}).")
    private int clusters;

    @Option(names = "--rounds", paramLabel = "COUNT", defaultValue = "30",
            description = "The largest number of rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1",
            description = "The seed of the points and of the first centres (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--quick", description = "Cluster few points, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private KMeans() {}

    @Override
    public Integer call() throws IOException {
        if (quick) {
            count = Defaults.givenOr(spec, "--points", count, QUICK_POINTS);
            clusters = Defaults.givenOr(spec, "--clusters", clusters, QUICK_CLUSTERS);
        }
        requireCount("--points", count, MOST_POINTS);
        requireCount("--clusters", clusters, MOST_POINTS);
        requireCount("--rounds", rounds, Integer.MAX_VALUE);
        var random = new Random(seed);
        Tensor plane = Blobs.inPlane(count, random);
        Tensor sphere = Blobs.onSphere(count, random);
        Lloyd inPlane = clustered("plane", plane, equal(count), false, random);
        Lloyd onSphere = clustered("sphere", sphere, equal(count), true, random);
        Chart fall = Chart.of("Mean squared distance, as a share of the first").labels("round", "");
        curve(fall, "plane", inPlane, Palette.color(0));
        curve(fall, "sphere", onSphere, Palette.color(1));
        album.png("kmeans", Picture.of(planeChart(plane, inPlane), sphereChart(sphere, onSphere), fall)
                .panelSize(420, 420));
        drawCities();
        album.list(spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private static double[] equal(int count) {
        double[] weights = new double[count];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** The map of the cities, which count as much as they have people, and of the centres. */
    private void drawCities() throws IOException {
        Tensor cities = Dataset.CITIES.read();
        double[] people = Columns.of(cities, 2).toDoubleArray();
        Lloyd lloyd = clustered("cities", Sphere.points(cities), people, true, new Random(seed));
        spec.commandLine().getOut().printf("cities: people live %.0f km from their centre (root mean square)%n",
                Sphere.kilometres(lloyd.inertia().getLast()));
        Chart map = WorldMap.of(String.format(Locale.ROOT, "%,d cities around %d centres", cities.size(0), clusters));
        WorldMap.withCoasts(map, Color.LIGHT_GRAY)
                .classes(Columns.of(cities, 0, 2), lloyd.labels(), 2)
                .points("", Sphere.places(lloyd.centres()), Color.BLACK, 7);
        album.png("kmeans-cities", WorldMap.picture(map));
    }

    private Lloyd clustered(String where, Tensor points, double[] weights, boolean isSphere, Random random) {
        var lloyd = new Lloyd(points, weights, clusters, isSphere, random);
        long start = System.nanoTime();
        try (var bar = new ProgressBar(spec.root().name(), spec.commandLine().getErr(), Terminals.current().err())) {
            int round = 1;
            while (lloyd.round() && round < rounds) {
                bar.show(round++, rounds);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s: %,d points, %d clusters, %d rounds in %.2f s; mean squared distance from %.6f to %.6f%n", where,
                points.size(0), clusters, lloyd.inertia().size(), (System.nanoTime() - start) / NANOS_PER_SECOND,
                lloyd.inertia().getFirst(), lloyd.inertia().getLast());
        return lloyd;
    }

    private static Chart planeChart(Tensor points, Lloyd lloyd) {
        long shown = Math.min(SHOWN, points.size(0));
        return Chart.of(lloyd.centres().size(0) + " clusters in the plane").equalAxes()
                .classes(points.rows(0, shown), lloyd.labels().rows(0, shown), 2)
                .points("", lloyd.centres(), Color.BLACK, 6);
    }

    /** The side of the sphere that is seen from where y is smallest. */
    private static Chart sphereChart(Tensor points, Lloyd lloyd) {
        long shown = Math.min(2 * SHOWN, points.size(0));
        double[][] rows = points.rows(0, shown).toMatrix();
        int[] seen = seen(rows);
        Tensor all = lloyd.labels();
        long[] labels = Arrays.stream(seen).mapToLong(all::longAt).toArray();
        double[][] centres = lloyd.centres().toMatrix();
        return Chart.of("and on the sphere").equalAxes().withoutAxes().range(-1.03, 1.03, -1.03, 1.03)
                .classes(projected(rows, seen), Tensor.of(labels, labels.length), 2)
                .points("", projected(centres, seen(centres)), Color.BLACK, 6)
                .ellipse(0, 0, new double[][] {{1, 0}, {0, 1}}, Color.GRAY);
    }

    private static int[] seen(double[][] rows) {
        return IntStream.range(0, rows.length).filter(i -> rows[i][1] < 0).toArray();
    }

    private static Tensor projected(double[][] rows, int[] seen) {
        double[] flat = Arrays.stream(seen).mapToObj(i -> rows[i]).flatMapToDouble(row -> Arrays.stream(
                new double[] {row[0], row[2]})).toArray();
        return Tensor.of(flat, seen.length, 2);
    }

    private static void curve(Chart chart, String name, Lloyd lloyd, Color color) {
        List<Double> inertia = lloyd.inertia();
        double[] round = new double[inertia.size()];
        Arrays.setAll(round, k -> k + 1);
        chart.curve(name, round, inertia.stream().mapToDouble(now -> now / inertia.getFirst()).toArray(), color);
    }

    private void requireCount(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), option + " must be at least 1"
                    + (value < 1 ? "" : " and at most " + most) + ", but is " + value);
        }
    }
}
