package keops.examples.shape;

import java.util.ArrayList;
import java.util.List;

/** An animal made of round sticks. */
final class Creature {
    private static final double FILLET = 0.05;

    private Creature() {}

    static Solid solid() {
        List<Solid> parts = new ArrayList<>();
        parts.add(stick(-0.45, 0, 0.05, 0.42, 0.35, 0, 0.08, 0.38));
        parts.add(stick(0.5, 0, 0.25, 0.25, 0.75, 0, 0.42, 0.27));
        parts.add(stick(0.75, 0, 0.4, 0.22, 1.05, 0, 0.3, 0.15));
        parts.add(stick(-0.8, 0, 0.2, 0.14, -1.05, 0, 0.36, 0.1));
        for (double side : new double[] {-1, 1}) {
            parts.add(stick(0.34, side * 0.2, -0.1, 0.2, 0.4, side * 0.25, -0.6, 0.15));
            parts.add(stick(-0.5, side * 0.2, -0.1, 0.22, -0.55, side * 0.25, -0.6, 0.15));
            parts.add(stick(0.66, side * 0.17, 0.55, 0.12, 0.6, side * 0.27, 0.72, 0.09));
        }
        return Solid.blend(FILLET, parts);
    }

    private static Solid stick(double x, double y, double z, double radius, double toX, double toY, double toZ,
            double toRadius) {
        return Solid.stick(new double[] {x, y, z}, radius, new double[] {toX, toY, toZ}, toRadius);
    }
}
