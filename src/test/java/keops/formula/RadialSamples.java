package keops.formula;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Values of the kernels that are scalars, of angles and of products: as textbooks write them. */
final class RadialSamples {
    private static final double[] X = {0.2, 0.1, -0.4};
    private static final double[] Y = {0.5, -0.1, 0.2};
    /** |x - y|² */
    private static final double SQUARED = 0.09 + 0.04 + 0.36;

    private RadialSamples() {}

    static List<Sample> all() {
        double root3 = Math.sqrt(3);
        double root5 = Math.sqrt(5);
        double byMatrix = 0.5 * 0.09 - 0.06 * (0.25 + 0.125) + 0.75 * 0.36 + 0.04;
        return List.of(
                kernel("Matern12(g,x,y)", r -> Math.exp(-r)),
                kernel("Matern32(g,x,y)", r -> (1 + root3 * r) * Math.exp(-root3 * r)),
                kernel("Matern52(g,x,y)", r -> (1 + root5 * r + 5 * r * r / 3) * Math.exp(-root5 * r)),
                kernel("LogMatern12(g,x,y)", r -> -r),
                kernel("LogMatern32(g,x,y)", r -> Math.log(1 + root3 * r) - root3 * r),
                kernel("LogMatern52(g,x,y)", r -> Math.log(1 + root5 * r + 5 * r * r / 3) - root5 * r),
                kernel("LogMatern52(g,x,y,1)", r -> 5 * (1 + root5 * r) / 3 / (1 + root5 * r + 5 * r * r / 3)),
                kernel("Matern32(g,x,y,1)", r -> 3 * Math.exp(-root3 * r)),
                kernel("Matern32(g,x,y,2,1)", r -> 9 * Math.exp(-root3 * r) / (root3 * r)),
                kernel("Wendland0(g,x,y)", r -> Math.pow(1 - r, 2)),
                kernel("Wendland2(g,x,y)", r -> Math.pow(1 - r, 4) * (1 + 4 * r)),
                kernel("Wendland4(g,x,y)", r -> Math.pow(1 - r, 6) * (1 + 6 * r + 35 * r * r / 3)),
                kernel("Wendland2(g,x,y,1)", r -> 20 * Math.pow(1 - r, 3)),
                kernel("Wendland2(g,x,y,2,1)", r -> 60 * Math.pow(1 - r, 2) / r),
                given("Wendland4(g,x,y)").with("g", 4).gives(0),
                kernel("RadialSinc(g,x,y)", r -> Math.sin(r) / r),
                kernel("RadialSinc(g,x,y,1)", r -> (Math.sin(r) / r - Math.cos(r)) / r / r),
                given("RadialSinc(g,x,y,1)").with("g", 100).gives(sincSlope(10 * Math.sqrt(SQUARED))),
                given("Matern12(g,x,y)").with("g", 0.5, 2, 1).gives(Math.exp(-Math.sqrt(0.045 + 0.08 + 0.36))),
                given("RationalQuadratic(g,a,x,y)").with("g", 0.5, 0.25, 0, 0.125, 1, 0, 0, 0, 0.75).with("a", 2)
                        .gives(Math.pow(1 + byMatrix / 4, -2)),
                given("RationalQuadratic(g,a,x,y)").with("g", 0.64).with("a", 1.5)
                        .gives(Math.pow(1 + 0.64 * SQUARED / 3, -1.5)),
                given("Periodic(g,p,x,y)").with("g", 0.7).with("p", 0.25)
                        .gives(Math.exp(
                                -0.7 * (squaredSine(0.3 / 0.25) + squaredSine(0.2 / 0.25) + squaredSine(0.6 / 0.25)))),
                given("Periodic(g,p,x,y)").with("g", 0.7, 1, 2).with("p", 0.25, 1, 7)
                        .gives(Math.exp(-0.7 * squaredSine(0.3 / 0.25) - squaredSine(0.2) - 2 * squaredSine(0.6 / 7))),
                given("Polynomial(g,c,x,y,3)").with("g", 0.5).with("c", 2).gives(Math.pow(2 + 0.5 * 0.01, 3)),
                given("Polynomial(g,c,x,y,2)").with("g", 0.5, 1, -1).with("c", 2)
                        .gives(Math.pow(2 + 0.05 - 0.01 + 0.08, 2)),
                Sample.of("Angle(x,y)").with("x", 1, 2, 2).with("y", 3, 0, -4).gives(Math.acos(-1 / 3.0)),
                Sample.of("Angle(x,y)").with("x", 2).with("y", -3).gives(Math.PI),
                Sample.of("CosineSimilarity(x,y)").with("x", 1, 2, 2).with("y", 3, 0, -4).gives(-1 / 3.0),
                Sample.of("Haversine(x,y)").with("x", 0.5, 0.25).with("y", -0.25, 2).gives(Math.acos(
                        Math.sin(0.5) * Math.sin(-0.25) + Math.cos(0.5) * Math.cos(0.25) * Math.cos(1.75))),
                Sample.of("BinaryScale(x)").with("x", 0x1p41, -0x1p-41, 3).gives(0x1p-80, 0x1p90, 1),
                Sample.of("Prod(x)").with("x", 3).gives(3),
                Sample.of("Prod(x)").with("x", 3, -2, 0.5, 7, 4).gives(-84),
                Sample.of("Prod(x)").with("x", 3, 0, 0.5).gives(0),
                Sample.unary("Log1p(x)", Math::log1p, -0.5, 0, 1e-9, 1, 100),
                Sample.of("Slice(x,1,2,2)").with("x", 5, 6, 7, 8).gives(6, 8),
                Sample.of("x[::-2]").with("x", 5, 6, 7, 8).gives(8, 6),
                Sample.of("SliceT(x,3,-2,5)").with("x", 5, 6).gives(0, 6, 0, 5, 0));
    }

    private static Sample.Builder given(String formula) {
        return Sample.of(formula).with("x", X).with("y", Y);
    }

    private static Sample kernel(String formula, DoubleUnaryOperator function) {
        return given(formula).with("g", 0.64).gives(function.applyAsDouble(0.8 * Math.sqrt(SQUARED)));
    }

    private static double sincSlope(double r) {
        return (Math.sin(r) / r - Math.cos(r)) / r / r;
    }

    private static double squaredSine(double periods) {
        return Math.pow(Math.sin(Math.PI * periods), 2);
    }
}
