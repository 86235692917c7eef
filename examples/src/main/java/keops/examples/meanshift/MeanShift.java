package keops.examples.meanshift;

import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import keops.console.ExitCode;
import keops.console.ProgressBar;
import keops.console.Terminals;
import keops.examples.data.Columns;
import keops.examples.data.Dataset;
import keops.examples.data.Sphere;
import keops.examples.data.WorldMap;
import keops.examples.draw.Album;
import keops.examples.draw.Chart;
import keops.examples.draw.ColorMap;
import keops.examples.draw.ColorScale;
import keops.examples.draw.Grid;
import keops.examples.draw.Picture;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Finds where earthquakes are densest. Not thread-safe. */
@Command(
        name = "mean-shift",
        sortOptions = false,
        description = {
            "Finds where the earthquakes of a week are densest, by shifting each to the mean of its neighbours.",
            "Each shift raises the density, until the point is at a mode. Earthquakes with the same mode are a cluster."
        })
public final class MeanShift implements Callable<Integer> {
    private static final int CELLS_PER_DEGREE = 3;
    private static final double LOWEST = -5;
    private static final int LISTED = 5;

    @Option(names = "--width", paramLabel = "DEGREES", defaultValue = "2",
            description = "The width of the bump of density around an earthquake (default: ${DEFAULT-VALUE}).")
    private double width;

    @Option(names = "--shifts", paramLabel = "COUNT", defaultValue = "2000",
            description = "The largest number of shifts (default: ${DEFAULT-VALUE}).")
    private int shifts;

    @Option(names = "--quick", description = "Draw a coarse map, to see that it works.")
    private boolean quick;

    @Mixin
    private Album album;

    @Spec
    private CommandSpec spec;

    private MeanShift() {}

    @Override
    public Integer call() throws IOException {
        if (!(width >= 0.1 && width <= 90) || shifts < 1) {
            throw new ParameterException(spec.commandLine(), "--width must be from 0.1 to 90 and --shifts at least 1, "
                    + "but they are " + width + " and " + shifts);
        }
        Tensor earthquakes = Dataset.EARTHQUAKES.read();
        Tensor points = Sphere.points(earthquakes);
        var density = new Density(points, width);
        long start = System.nanoTime();
        Tensor ends = climbed(density, points);
        Modes modes = Modes.of(ends, density.logarithm(ends), Math.toRadians(width) / 2);
        report(modes, (System.nanoTime() - start) / 1e9);
        album.png("mean-shift", Picture.grid(1, List.of(densityMap(density, modes), clusterMap(earthquakes, modes)))
                .panelSize(760, 330));
        album.list(out());
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Shifts the points until all but stay where they are. */
    private Tensor climbed(Density density, Tensor points) {
        double enough = Math.toRadians(width) * 1e-4;
        Tensor x = points;
        try (var bar = new ProgressBar(spec.root().name(), spec.commandLine().getErr(), Terminals.current().err())) {
            for (int shift = 1; shift <= shifts; shift++) {
                Tensor next = density.shifted(x);
                double farthest = farthest(x, next);
                x = next;
                if (farthest < enough) {
                    out().printf("earthquakes: %,d, at rest after %d shifts%n", points.size(0), shift);
                    return x;
                }
                bar.show(shift, shifts);
            }
        }
        out().printf("earthquakes: %,d, not at rest after %d shifts%n", points.size(0), shifts);
        return x;
    }

    private static double farthest(Tensor from, Tensor to) {
        double farthest = 0;
        for (long k = 0; k < from.count(); k++) {
            farthest = Math.max(farthest, Math.abs(from.doubleAt(k) - to.doubleAt(k)));
        }
        return farthest;
    }

    private void report(Modes modes, double seconds) {
        out().printf("modes: %d, found in %.2f s; those of most earthquakes:%n", modes.counts().size(), seconds);
        double[][] places = Sphere.places(modes.modes()).toMatrix();
        for (int m = 0; m < Math.min(LISTED, places.length); m++) {
            out().printf("%6d at %.1f %s, %.1f %s%n", modes.counts().get(m), Math.abs(places[m][1]),
                    places[m][1] < 0 ? "S" : "N", Math.abs(places[m][0]), places[m][0] < 0 ? "W" : "E");
        }
    }

    private Chart densityMap(Density density, Modes modes) throws IOException {
        int perDegree = quick ? 1 : CELLS_PER_DEGREE;
        var grid = new Grid(-180, 180, -60, 84, 360 * perDegree, 144 * perDegree);
        Tensor heights = density.logarithm(Sphere.points(grid.points()));
        for (long i = 0; i < heights.count(); i++) {
            heights.setDoubleAt(i, heights.doubleAt(i) / Math.log(10));
        }
        double highest = ColorScale.of(heights, "").high();
        Chart map = WorldMap.of("Density of earthquakes, and its modes").heatMap(grid, heights,
                new ColorScale(ColorMap.VIRIDIS, highest + LOWEST, highest, "powers of ten"));
        return WorldMap.withCoasts(map, new Color(255, 255, 255, 130))
                .points("", Sphere.places(modes.modes()), new Color(0xd55e00), 6);
    }

    private static Chart clusterMap(Tensor earthquakes, Modes modes) throws IOException {
        return WorldMap.withCoasts(WorldMap.of("Earthquakes by their mode").besideBar(), Color.LIGHT_GRAY)
                .classes(Columns.of(earthquakes, 0, 2), modes.labels(), 4);
    }
}
