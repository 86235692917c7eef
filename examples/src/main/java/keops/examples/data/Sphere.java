package keops.examples.data;

import keops.tensor.Tensor;

/** Places on the Earth, taken for a sphere, as points of length 1. */
public final class Sphere {
    /** The mean radius of the Earth. */
    private static final double RADIUS_KM = 6371;

    private Sphere() {}

    /** The points, float32 (N, 3), of places whose first two columns are longitude and latitude in degrees. */
    public static Tensor points(Tensor places) {
        float[][] points = new float[Math.toIntExact(places.size(0))][];
        for (int i = 0; i < points.length; i++) {
            double longitude = Math.toRadians(places.getDouble(i, 0));
            double latitude = Math.toRadians(places.getDouble(i, 1));
            points[i] = new float[] {
                (float) (Math.cos(latitude) * Math.cos(longitude)), (float) (Math.cos(latitude) * Math.sin(longitude)),
                (float) Math.sin(latitude)
            };
        }
        return Tensor.of(points);
    }

    /** Longitude and latitude in degrees, float32 (N, 2), of points. */
    public static Tensor places(Tensor points) {
        float[][] places = new float[Math.toIntExact(points.size(0))][];
        for (int i = 0; i < places.length; i++) {
            double x = points.getDouble(i, 0);
            double y = points.getDouble(i, 1);
            places[i] = new float[] {
                (float) Math.toDegrees(Math.atan2(y, x)),
                (float) Math.toDegrees(Math.atan2(points.getDouble(i, 2), Math.hypot(x, y)))
            };
        }
        return Tensor.of(places);
    }

    /** The way on the surface, in km, between points whose squared distance in space is given. */
    public static double kilometres(double squaredDistance) {
        return 2 * RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(squaredDistance) / 2));
    }
}
