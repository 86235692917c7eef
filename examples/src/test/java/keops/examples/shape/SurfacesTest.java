package keops.examples.shape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.error.FormulaException;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Meshes against what geometry says of their shapes. */
class SurfacesTest {
    private static final double[][] TETRAHEDRON = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    private static final int[][] ITS_FACES = {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}};

    @Test
    void aTetrahedronHasItsAreasNormalsCentresAndVolume() {
        Mesh mesh = Mesh.of(TETRAHEDRON, ITS_FACES);
        assertTrue(mesh.isClosed());
        assertEquals(1.0 / 6, mesh.volume(), 1e-15);
        assertArrayEquals(new double[] {0.5, 0.5, 0.5, Math.sqrt(3) / 2}, mesh.areas().toDoubleArray(), 1e-15);
        double third = 1.0 / 3;
        assertArrayEquals(new double[] {third, third, 0, third, 0, third, 0, third, third, third, third, third},
                mesh.centres().toDoubleArray(), 1e-15);
        double root = 1 / Math.sqrt(3);
        assertArrayEquals(new double[] {0, 0, -1, 0, -1, 0, -1, 0, 0, root, root, root},
                mesh.normals().toDoubleArray(), 1e-15);
        Mesh moved = mesh.moved(2, 1, 2, 3);
        assertEquals(8.0 / 6, moved.volume(), 1e-14);
        assertArrayEquals(new double[] {1, 2, 3}, moved.box()[0]);
        assertArrayEquals(new double[] {3, 4, 5}, moved.box()[1]);
    }

    @Test
    void aMeshWithAHoleOrATurnedTriangleIsNotClosed() {
        assertFalse(Mesh.of(TETRAHEDRON, new int[][] {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}}).isClosed());
        assertFalse(Mesh.of(TETRAHEDRON, new int[][] {{0, 1, 2}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}}).isClosed());
    }

    @Test
    void tensorsThatAreNoMeshAreRefused() {
        Tensor vertices = Tensor.of(TETRAHEDRON);
        Tensor faces = Tensor.of(new long[] {0, 1, 4}, 1, 3);
        assertTrue(assertThrows(FormulaException.class, () -> new Mesh(vertices, faces)).getMessage()
                .contains("face 0 names vertex 4, but there are 4"));
        assertThrows(FormulaException.class, () -> new Mesh(faces, faces));
        assertThrows(FormulaException.class, () -> new Mesh(vertices, vertices));
    }

    @Test
    void spheresAndToriAreClosedAndComeNearTheirVolumes() {
        for (int rounds = 0; rounds < 5; rounds++) {
            Mesh sphere = Surfaces.sphere(rounds);
            assertEquals(20 << 2 * rounds, sphere.faces().size(0));
            assertTrue(sphere.isClosed());
            double missing = 1 - sphere.volume() / (4 * Math.PI / 3);
            assertTrue(missing > 0 && missing < 0.6 / (1 << 2 * rounds), rounds + " rounds: " + missing);
        }
        Mesh torus = Surfaces.torus(2, 0.5, 80, 40);
        assertTrue(torus.isClosed());
        assertEquals(2 * Math.PI * Math.PI * 2 * 0.25, torus.volume(), 0.1);
        assertEquals(4 * Math.PI * Math.PI * 2 * 0.5, torus.area(), 0.1);
    }

    @Test
    void theNetOfABallIsRound() {
        Solid ball = Solid.stick(new double[3], 1, new double[3], 1);
        double[] low = {-1.3, -1.2, -1.1};
        double[] high = {1.2, 1.3, 1.4};
        for (double step : new double[] {0.2, 0.05}) {
            Mesh mesh = Surfaces.of(ball, low, high, step);
            assertTrue(mesh.isClosed());
            assertEquals(4 * Math.PI / 3, mesh.volume(), step * step * 8);
            for (double[] vertex : mesh.vertices().toMatrix()) {
                double radius = Math.hypot(Math.hypot(vertex[0], vertex[1]), vertex[2]);
                assertEquals(1, radius, step * step);
            }
        }
    }

    @Test
    void theCreatureIsOneClosedSurface() {
        for (double step : new double[] {0.14, 0.07}) {
            Mesh creature = Surfaces.creature(step);
            assertTrue(creature.isClosed());
            // Euler: a sphere with legs has no handles.
            assertEquals(2, creature.vertices().size(0) - creature.faces().size(0) / 2);
            assertEquals(1, creature.volume(), 0.08);
        }
    }

    @Test
    void blendsAreUnionsWithFillets() {
        Solid left = Solid.stick(new double[] {-2, 0, 0}, 1, new double[] {-2, 0, 0}, 1);
        Solid right = Solid.stick(new double[] {2, 0, 0}, 0.5, new double[] {4, 0, 0}, 0.25);
        Solid both = Solid.blend(0.01, List.of(left, right));
        assertEquals(left.at(-2, 3, 0), both.at(-2, 3, 0), 1e-12);
        assertEquals(-0.375, both.at(3, 0, 0), 1e-12);
        assertTrue(both.at(-0.2, 0, 0) > 0);
        // Where both are as far, the soft minimum is below them.
        assertEquals(-0.01 * Math.log(2), Solid.blend(0.01, List.of(left, left)).at(-1, 0, 0), 1e-12);
    }

    @Test
    void sizesThatMakeNoSurfaceAreRefused() {
        assertThrows(FormulaException.class, () -> Surfaces.sphere(-1));
        assertThrows(FormulaException.class, () -> Surfaces.sphere(10));
        assertThrows(FormulaException.class, () -> Surfaces.torus(1, 1, 9, 9));
        assertThrows(FormulaException.class, () -> Surfaces.torus(1, 0.5, 2, 9));
        for (double step : new double[] {0, -1, 1e-9, Double.NaN}) {
            String message = assertThrows(FormulaException.class, () -> Surfaces.creature(step)).getMessage();
            assertTrue(message.contains("their length is " + step), message);
        }
        Solid ball = Solid.stick(new double[3], 1, new double[3], 1);
        String message = assertThrows(FormulaException.class, () -> Surfaces.of(ball, new double[] {-2, -2, -0.5},
                new double[] {2, 2, 2}, 0.5)).getMessage();
        assertTrue(message.contains("touches the side at z = -0.5"), message);
    }
}
