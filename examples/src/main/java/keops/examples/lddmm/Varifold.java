package keops.examples.lddmm;

import java.util.Arrays;
import java.util.List;
import keops.Kernel;
import keops.KernelProduct;
import keops.autograd.Reductions;
import keops.autograd.TapeVariable;
import keops.examples.shape.Mesh;
import keops.tensor.Tensor;

/**
 * A surface as its triangles see it: where they are, how they are turned, and how large they are. That is all that the
 * distance between surfaces needs: no vertex has a partner, and meshes may have any number of triangles.
 *
 * @param centres the middle of each triangle, (F, 3)
 * @param normals a unit vector across each, (F, 3)
 * @param areas the area of each, (F, 1)
 */
record Varifold(TapeVariable centres, TapeVariable normals, TapeVariable areas) {
    /** Near triangles count most, and of those the ones that are turned alike, to whichever side (Cauchy-Binet). */
    private static final KernelProduct NEAR_AND_ALIKE = KernelProduct.of(Kernel.of("gaussian(x,y) * linear(u,v)**2"));

    /** The triangles between vertices. */
    static Varifold of(TapeVariable vertices, Tensor faces) {
        TapeVariable a = vertices.gather(corner(faces, 0));
        TapeVariable b = vertices.gather(corner(faces, 1));
        TapeVariable c = vertices.gather(corner(faces, 2));
        TapeVariable across = cross(b.minus(a), c.minus(a)).times(0.5);
        TapeVariable square = across.square().sum(1).reshape(faces.size(0), 1);
        return new Varifold(a.plus(b).plus(c).div(3), across.times(square.rsqrt()), square.sqrt());
    }

    private static Tensor corner(Tensor faces, int corner) {
        long[] vertices = new long[Math.toIntExact(faces.size(0))];
        Arrays.setAll(vertices, face -> faces.getLong(face, corner));
        return Tensor.of(vertices);
    }

    private static TapeVariable cross(TapeVariable a, TapeVariable b) {
        return turned(a, 1).times(turned(b, 2)).minus(turned(a, 2).times(turned(b, 1)));
    }

    /** The components from one on, then those before it. */
    private static TapeVariable turned(TapeVariable a, int from) {
        return a.slice(1, from, 3).concat(1, a.slice(1, 0, from));
    }

    /** The inner product with another surface. */
    TapeVariable dot(Varifold other, double width) {
        TapeVariable gamma = areas.tape().constant(areas.dtype(), 1 / (width * width)).reshape(1);
        return Reductions.kernelProduct(NEAR_AND_ALIKE, Arrays.asList(gamma, null), List.of(centres, normals),
                List.of(other.centres, other.normals), other.areas).times(areas).sum();
    }

    /** The squared distance from another surface; nothing is seen that is much smaller than the width. */
    TapeVariable squaredDistance(Varifold other, double width) {
        return dot(this, width).plus(other.dot(other, width)).minus(dot(other, width).times(2));
    }
}
