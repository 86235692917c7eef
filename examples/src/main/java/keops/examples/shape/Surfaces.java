package keops.examples.shape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keops.error.FormulaException;

/** Closed surfaces that are made by code. Threads may share it. */
public final class Surfaces {
    private static final double GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;
    private static final int MOST_ROUNDS = 9;
    private static final int[][] ICOSAHEDRON = {{0, 11, 5}, {0, 5, 1}, {0, 1, 7}, {0, 7, 10}, {0, 10, 11}, {1, 5, 9},
        {5, 11, 4}, {11, 10, 2}, {10, 7, 6}, {7, 1, 8}, {3, 9, 4}, {3, 4, 2}, {3, 2, 6}, {3, 6, 8}, {3, 8, 9},
        {4, 9, 5}, {2, 4, 11}, {6, 2, 10}, {8, 6, 7}, {9, 8, 1}};

    private Surfaces() {}

    /**
     * The unit sphere: an icosahedron whose triangles were divided into four, some times.
     *
     * @param rounds how often, from 0 to 9; there are {@code 20 * 4^rounds} triangles
     */
    public static Mesh sphere(int rounds) {
        if (rounds < 0 || rounds > MOST_ROUNDS) {
            throw new FormulaException("a sphere is divided 0 to " + MOST_ROUNDS + " times, but " + rounds
                    + " was asked for");
        }
        var vertices = new ArrayList<double[]>();
        for (double sign : new double[] {1, -1}) {
            for (double other : new double[] {1, -1}) {
                vertices.add(unit(-other, sign * GOLDEN_RATIO, 0));
            }
        }
        for (double sign : new double[] {1, -1}) {
            for (double other : new double[] {1, -1}) {
                vertices.add(unit(0, -other, sign * GOLDEN_RATIO));
            }
        }
        for (double sign : new double[] {1, -1}) {
            for (double other : new double[] {1, -1}) {
                vertices.add(unit(sign * GOLDEN_RATIO, 0, -other));
            }
        }
        int[][] faces = ICOSAHEDRON;
        for (int round = 0; round < rounds; round++) {
            faces = divided(vertices, faces);
        }
        return Mesh.of(vertices.toArray(double[][]::new), faces);
    }

    /** Each triangle becomes four, by the middles of its sides, which move out to the sphere. */
    private static int[][] divided(List<double[]> vertices, int[][] faces) {
        Map<Long, Integer> middles = new HashMap<>();
        int[][] divided = new int[4 * faces.length][];
        for (int k = 0; k < faces.length; k++) {
            int a = faces[k][0];
            int b = faces[k][1];
            int c = faces[k][2];
            int ab = middle(vertices, middles, a, b);
            int bc = middle(vertices, middles, b, c);
            int ca = middle(vertices, middles, c, a);
            divided[4 * k] = new int[] {a, ab, ca};
            divided[4 * k + 1] = new int[] {b, bc, ab};
            divided[4 * k + 2] = new int[] {c, ca, bc};
            divided[4 * k + 3] = new int[] {ab, bc, ca};
        }
        return divided;
    }

    private static int middle(List<double[]> vertices, Map<Long, Integer> middles, int a, int b) {
        return middles.computeIfAbsent((long) Math.min(a, b) << Integer.SIZE | Math.max(a, b), _ -> {
            double[] p = vertices.get(a);
            double[] q = vertices.get(b);
            vertices.add(unit(p[0] + q[0], p[1] + q[1], p[2] + q[2]));
            return vertices.size() - 1;
        });
    }

    private static double[] unit(double x, double y, double z) {
        double length = Math.sqrt(x * x + y * y + z * z);
        return new double[] {x / length, y / length, z / length};
    }

    /**
     * A torus around the z axis.
     *
     * @param radius from the centre to the middle of the tube
     * @param tube the radius of the tube
     * @param around the number of vertices around the axis, at least 3
     * @param across the number of vertices around the tube, at least 3
     */
    public static Mesh torus(double radius, double tube, int around, int across) {
        if (!(tube > 0 && radius > tube) || around < 3 || across < 3) {
            throw new FormulaException("a torus needs 0 < tube < radius and at least 3 vertices each way, but radius "
                    + radius + ", tube " + tube + ", " + around + " and " + across + " came");
        }
        double[][] vertices = new double[Math.multiplyExact(around, across)][];
        int[][] faces = new int[Math.multiplyExact(2, vertices.length)][];
        for (int k = 0; k < vertices.length; k++) {
            int row = k / across;
            double u = 2 * Math.PI * row / around;
            double v = 2 * Math.PI * (k % across) / across;
            double distance = radius + tube * Math.cos(v);
            vertices[k] = new double[] {distance * Math.cos(u), distance * Math.sin(u), tube * Math.sin(v)};
            int nextAround = (k + across) % vertices.length;
            int nextAcross = k % across == across - 1 ? k + 1 - across : k + 1;
            int both = (nextAcross + across) % vertices.length;
            faces[2 * k] = new int[] {k, nextAround, both};
            faces[2 * k + 1] = new int[] {k, both, nextAcross};
        }
        return Mesh.of(vertices, faces);
    }

    /**
     * The surface of a solid, by Gibson's surface nets (1998, "Constrained elastic surface nets"): each small cube that
     * the surface crosses has a vertex in the middle of the crossings of its sides.
     *
     * @param solid the solid
     * @param low the smallest coordinates of a box; the solid must not touch its sides
     * @param high the largest coordinates
     * @param step the length of the cubes
     * @throws FormulaException if the box is empty or has too many cubes, or the solid leaves it
     */
    public static Mesh of(Solid solid, double[] low, double[] high, double step) {
        return SurfaceNet.of(solid, low, high, step);
    }

    /**
     * A small animal, about 2 long, on four legs; its head looks along the x axis, and the z axis points up.
     *
     * @param step about the length of the sides of the triangles; 0.05 gives some 5,000 triangles
     */
    public static Mesh creature(double step) {
        return of(Creature.solid(), new double[] {-1.6, -0.8, -1.1}, new double[] {1.5, 0.8, 1.2}, step);
    }
}
