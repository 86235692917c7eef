package keops.examples.shape;

import java.util.HashSet;
import java.util.Set;
import keops.error.FormulaException;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * A surface made of triangles. Threads may share it while nobody changes its tensors.
 *
 * @param vertices where the vertices are: float32 or float64, (N, 3)
 * @param faces three numbers of vertices for each triangle, counterclockwise as seen from outside: int64, (F, 3)
 */
public record Mesh(Tensor vertices, Tensor faces) {
    /**
     * Checks the tensors.
     *
     * @throws FormulaException if a shape or type differs, or a face names a vertex that is not there
     */
    public Mesh {
        if (vertices.rank() != 2 || vertices.size(1) != 3 || !vertices.dtype().isComputed()) {
            throw new FormulaException("vertices must be float32 or float64 (N, 3), but are "
                    + vertices.description());
        }
        if (faces.rank() != 2 || faces.size(1) != 3 || faces.dtype() != DType.INT64) {
            throw new FormulaException("faces must be int64 (F, 3), but are " + faces.description());
        }
        for (long k = 0; k < faces.count(); k++) {
            long vertex = faces.longAt(k);
            if (vertex < 0 || vertex >= vertices.size(0)) {
                throw new FormulaException("face " + k / 3 + " names vertex " + vertex + ", but there are "
                        + vertices.size(0) + ", from 0 on");
            }
        }
    }

    /** A mesh of a row of three numbers per vertex, and one per triangle. */
    public static Mesh of(double[][] vertices, int[][] faces) {
        double[] coordinates = new double[Math.multiplyExact(3, vertices.length)];
        long[] corners = new long[Math.multiplyExact(3, faces.length)];
        for (int k = 0; k < coordinates.length; k++) {
            coordinates[k] = vertices[k / 3][k % 3];
        }
        for (int k = 0; k < corners.length; k++) {
            corners[k] = faces[k / 3][k % 3];
        }
        return new Mesh(Tensor.of(coordinates, vertices.length, 3), Tensor.of(corners, faces.length, 3));
    }

    /** The same triangles between other vertices. */
    public Mesh withVertices(Tensor others) {
        return new Mesh(others, faces);
    }

    /** The centre of each triangle, float64 (F, 3). */
    public Tensor centres() {
        double[] centres = new double[Math.toIntExact(faces.count())];
        for (int face = 0; face < faces.size(0); face++) {
            double[][] corners = corners(face);
            for (int axis = 0; axis < 3; axis++) {
                centres[3 * face + axis] = (corners[0][axis] + corners[1][axis] + corners[2][axis]) / 3;
            }
        }
        return Tensor.of(centres, faces.size(0), 3);
    }

    /** The unit vector that points outwards of each triangle, float64 (F, 3); NaN where the area is 0. */
    public Tensor normals() {
        double[] normals = new double[Math.toIntExact(faces.count())];
        for (int face = 0; face < faces.size(0); face++) {
            double[] cross = cross(face);
            double length = length(cross);
            for (int axis = 0; axis < 3; axis++) {
                normals[3 * face + axis] = cross[axis] / length;
            }
        }
        return Tensor.of(normals, faces.size(0), 3);
    }

    /** The area of each triangle, float64 (F). */
    public Tensor areas() {
        double[] areas = new double[Math.toIntExact(faces.size(0))];
        for (int face = 0; face < areas.length; face++) {
            areas[face] = length(cross(face)) / 2;
        }
        return Tensor.of(areas);
    }

    /** The area of the surface. */
    public double area() {
        double sum = 0;
        for (double area : areas().toDoubleArray()) {
            sum += area;
        }
        return sum;
    }

    /** The volume inside, if the surface is closed; negative if the triangles are seen clockwise from outside. */
    public double volume() {
        double sum = 0;
        for (int face = 0; face < faces.size(0); face++) {
            double[] corner = corners(face)[0];
            double[] cross = cross(face);
            sum += (corner[0] * cross[0] + corner[1] * cross[1] + corner[2] * cross[2]) / 6;
        }
        return sum;
    }

    /** Whether each side of a triangle is that of exactly one neighbour, too, which runs along it the other way. */
    public boolean isClosed() {
        long count = vertices.size(0);
        Set<Long> sides = new HashSet<>();
        for (long k = 0; k < faces.count(); k++) {
            long next = k % 3 == 2 ? k - 2 : k + 1;
            if (!sides.add(faces.longAt(k) * count + faces.longAt(next))) {
                return false;
            }
        }
        return sides.stream().allMatch(side -> sides.contains(side % count * count + side / count));
    }

    /** The smallest and the largest coordinates: {@code {low, high}}. */
    public double[][] box() {
        double[][] box = new double[2][3];
        for (int axis = 0; axis < 3; axis++) {
            box[0][axis] = Double.POSITIVE_INFINITY;
            box[1][axis] = Double.NEGATIVE_INFINITY;
            for (long vertex = 0; vertex < vertices.size(0); vertex++) {
                box[0][axis] = Math.min(box[0][axis], vertices.getDouble(vertex, axis));
                box[1][axis] = Math.max(box[1][axis], vertices.getDouble(vertex, axis));
            }
        }
        return box;
    }

    /** The mesh whose vertices are {@code scale * x + shift}, in float64. */
    public Mesh moved(double scale, double... shift) {
        double[] moved = vertices.toDoubleArray();
        for (int k = 0; k < moved.length; k++) {
            moved[k] = scale * moved[k] + shift[k % 3];
        }
        return withVertices(Tensor.of(moved, vertices.shape()));
    }

    /** The places of the corners of a triangle. */
    double[][] corners(int face) {
        double[][] corners = new double[3][3];
        for (int corner = 0; corner < 3; corner++) {
            long vertex = faces.longAt(3L * face + corner);
            for (int axis = 0; axis < 3; axis++) {
                corners[corner][axis] = vertices.doubleAt(3 * vertex + axis);
            }
        }
        return corners;
    }

    /** A vector that points outwards, twice as long as the area. */
    private double[] cross(int face) {
        double[][] corners = corners(face);
        double[] a = new double[3];
        double[] b = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            a[axis] = corners[1][axis] - corners[0][axis];
            b[axis] = corners[2][axis] - corners[0][axis];
        }
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double length(double... vector) {
        return Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
    }
}
