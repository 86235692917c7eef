package keops.examples.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import keops.error.FormulaException;

/** The surface of a solid between the corners of a lattice. */
final class SurfaceNet {
    private static final long MOST_CORNERS = 1 << 26;

    private final double[] low;
    private final double step;
    private final int[] size = new int[3];
    /** How far apart neighbours along each axis are in the arrays. */
    private final int[] stride;
    private final double[] values;
    /** The number of the vertex in the cube above each corner, or -1. */
    private final int[] inCube;
    private final List<double[]> vertices = new ArrayList<>();
    private final List<int[]> faces = new ArrayList<>();

    private SurfaceNet(Solid solid, double[] low, double[] high, double step) {
        this.low = low.clone();
        this.step = step;
        long corners = 1;
        for (int axis = 0; axis < 3; axis++) {
            double cubes = Math.ceil((high[axis] - low[axis]) / step);
            if (!(step > 0 && cubes >= 1 && (cubes + 1) * corners <= MOST_CORNERS)) {
                throw new FormulaException("the box from " + Arrays.toString(low) + " to " + Arrays.toString(high)
                        + " must have from one to some " + MOST_CORNERS + " cubes, but their length is " + step);
            }
            size[axis] = (int) cubes + 1;
            corners *= size[axis];
        }
        stride = new int[] {size[1] * size[2], size[2], 1};
        values = new double[(int) corners];
        inCube = new int[values.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = solid.at(low[0] + step * place(k, 0), low[1] + step * place(k, 1), low[2] + step * place(k, 2));
        }
    }

    static Mesh of(Solid solid, double[] low, double[] high, double step) {
        var net = new SurfaceNet(solid, low, high, step);
        net.requireRoom();
        net.placeVertices();
        for (int axis = 0; axis < 3; axis++) {
            net.placeFaces(axis);
        }
        return Mesh.of(net.vertices.toArray(double[][]::new), net.faces.toArray(int[][]::new));
    }

    private int place(int corner, int axis) {
        return corner / stride[axis] % size[axis];
    }

    private boolean isInside(int corner) {
        return values[corner] < 0;
    }

    private boolean isLast(int corner, int axis) {
        return place(corner, axis) == size[axis] - 1;
    }

    private void requireRoom() {
        for (int k = 0; k < values.length; k++) {
            for (int axis = 0; axis < 3; axis++) {
                if ((place(k, axis) == 0 || isLast(k, axis)) && !(values[k] > 0)) {
                    throw new FormulaException("the solid must lie within its box, but touches the side at "
                            + "xyz".charAt(axis) + " = " + (low[axis] + step * place(k, axis)));
                }
            }
        }
    }

    private void placeVertices() {
        Arrays.fill(inCube, -1);
        for (int k = 0; k < values.length; k++) {
            if (!isLast(k, 0) && !isLast(k, 1) && !isLast(k, 2)) {
                double[] sum = new double[3];
                int crossings = crossings(k, sum);
                if (crossings > 0) {
                    inCube[k] = vertices.size();
                    for (int axis = 0; axis < 3; axis++) {
                        sum[axis] = low[axis] + step * (place(k, axis) + sum[axis] / crossings);
                    }
                    vertices.add(sum);
                }
            }
        }
    }

    /** Adds up where the surface crosses the twelve sides of a cube, whose lowest corner is given. */
    private int crossings(int cube, double[] sum) {
        int crossings = 0;
        for (int axis = 0; axis < 3; axis++) {
            int first = (axis + 1) % 3;
            int second = (axis + 2) % 3;
            for (int side = 0; side < 4; side++) {
                int start = cube + side % 2 * stride[first] + side / 2 * stride[second];
                int end = start + stride[axis];
                if (isInside(start) != isInside(end)) {
                    crossings++;
                    sum[axis] += values[start] / (values[start] - values[end]);
                    sum[first] += side % 2;
                    sum[second] += side > 1 ? 1 : 0;
                }
            }
        }
        return crossings;
    }

    /** Where a side of cubes along an axis crosses the surface, the vertices of the four cubes around it are joined. */
    private void placeFaces(int axis) {
        int first = stride[(axis + 1) % 3];
        int second = stride[(axis + 2) % 3];
        for (int k = 0; k < values.length; k++) {
            if (!isLast(k, axis) && isInside(k) != isInside(k + stride[axis])) {
                int a = inCube[k - first - second];
                int b = inCube[k - second];
                int c = inCube[k];
                int d = inCube[k - first];
                if (isInside(k)) {
                    placeSquare(a, b, c, d);
                } else {
                    placeSquare(d, c, b, a);
                }
            }
        }
    }

    /** Two triangles, by the shorter diagonal. */
    private void placeSquare(int a, int b, int c, int d) {
        if (distance(a, c) <= distance(b, d)) {
            faces.add(new int[] {a, b, c});
            faces.add(new int[] {a, c, d});
        } else {
            faces.add(new int[] {a, b, d});
            faces.add(new int[] {b, c, d});
        }
    }

    private double distance(int a, int b) {
        double[] p = vertices.get(a);
        double[] q = vertices.get(b);
        return Math.hypot(Math.hypot(p[0] - q[0], p[1] - q[1]), p[2] - q[2]);
    }
}
