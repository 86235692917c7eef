package keops.examples.shape;

import java.util.List;

/** A solid in space, as a function that is negative inside and about the distance to its surface elsewhere. */
@FunctionalInterface
public interface Solid {
    /** The signed distance, or nearly so. */
    double at(double x, double y, double z);

    /**
     * A round stick: all that is near the segment between two points. At one end its radius is another than at the
     * other; for equal points it is a ball.
     */
    static Solid stick(double[] from, double fromRadius, double[] to, double toRadius) {
        double[] axis = {to[0] - from[0], to[1] - from[1], to[2] - from[2]};
        double[] start = from.clone();
        double square = axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2];
        return (x, y, z) -> {
            double along = (x - start[0]) * axis[0] + (y - start[1]) * axis[1] + (z - start[2]) * axis[2];
            double share = square > 0 ? Math.clamp(along / square, 0, 1) : 0;
            double dx = x - start[0] - share * axis[0];
            double dy = y - start[1] - share * axis[1];
            double dz = z - start[2] - share * axis[2];
            return Math.sqrt(dx * dx + dy * dy + dz * dz) - fromRadius - share * (toRadius - fromRadius);
        };
    }

    /** The union of solids, with fillets of about this radius where they meet: a soft minimum of their functions. */
    static Solid blend(double fillet, List<Solid> parts) {
        List<Solid> all = List.copyOf(parts);
        return (x, y, z) -> {
            double[] distances = new double[all.size()];
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < distances.length; k++) {
                distances[k] = all.get(k).at(x, y, z);
                least = Math.min(least, distances[k]);
            }
            double sum = 0;
            for (double distance : distances) {
                sum += Math.exp((least - distance) / fillet);
            }
            return least - fillet * Math.log(sum);
        };
    }
}
