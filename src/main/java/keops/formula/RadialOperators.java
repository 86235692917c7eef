package keops.formula;

import static keops.formula.Algebra.exponential;
import static keops.formula.Algebra.minus;
import static keops.formula.Algebra.negative;
import static keops.formula.Algebra.number;
import static keops.formula.Algebra.over;
import static keops.formula.Algebra.plus;
import static keops.formula.Algebra.scalarProduct;
import static keops.formula.Algebra.squaredDistance;
import static keops.formula.Algebra.squaredNorm;
import static keops.formula.Algebra.times;
import static keops.formula.Operator.named;

import java.util.List;
import keops.error.FormulaException;

/**
 * Kernels by their names, as scalars: functions of r² = WeightedSqNorm(G, x - y), and related ones. A
 * {@link RadialProfile} gives a kernel whose derivatives are of its own family, so that they are right where x = y.
 *
 * <p>Such a kernel has two more parameters, which derivatives set: n, the number of times that -(1/r) d/dr is applied,
 * and m, the least number of components of x - y by which the value will be multiplied. Where x = y and D^n has a pole,
 * the value is 0 if m components vanish faster, else NaN: the derivative does not exist.
 */
final class RadialOperators {
    /** Squared distances below this are treated as 0, since the pole would overflow. */
    private static final double COINCIDENT = 0x1p-60;

    private RadialOperators() {}

    static final Operator MATERN_12 = radial("Matern12", "e^-r", new Matern(0));
    static final Operator MATERN_32 = radial("Matern32", "(1 + z) e^-z, z = sqrt(3) r", new Matern(1));
    static final Operator MATERN_52 = radial("Matern52", "(1 + z + z^2/3) e^-z, z = sqrt(5) r", new Matern(2));
    static final Operator LOG_MATERN_12 =
            radial("LogMatern12", "ln Matern12; with n Matern12(G,x,y,n) / Matern12",
                    new MaternLogarithm(new Matern(0)));
    static final Operator LOG_MATERN_32 =
            radial("LogMatern32", "ln Matern32; with n Matern32(G,x,y,n) / Matern32",
                    new MaternLogarithm(new Matern(1)));
    static final Operator LOG_MATERN_52 =
            radial("LogMatern52", "ln Matern52; with n Matern52(G,x,y,n) / Matern52",
                    new MaternLogarithm(new Matern(2)));
    static final Operator WENDLAND_0 = radial("Wendland0", "(1 - r)^2; 0 from r = 1 on", new Wendland(0));
    static final Operator WENDLAND_2 = radial("Wendland2", "(1 - r)^4 (1 + 4 r); 0 from r = 1 on", new Wendland(1));
    static final Operator WENDLAND_4 =
            radial("Wendland4", "(1 - r)^6 (1 + 6 r + 35/3 r^2); 0 from r = 1 on", new Wendland(2));
    static final Operator RADIAL_SINC = radial("RadialSinc", "sin r / r; 1 at 0", new RadialSinc());

    static final Operator RATIONAL_QUADRATIC = named("RationalQuadratic").usage("G", "alpha", "x", "y")
            .mathematics("(1 + r^2 / (2 alpha))^-alpha")
            .dimensions("1, D or D^2, 1, D, D -> 1", (a, p) -> {
                Dimensions.require(a.get(1).dim() == 1, "RationalQuadratic has a scalar alpha", a.get(1));
                return VectorOperators.weightedDistance("RationalQuadratic", a.get(0), a.get(2), a.get(3));
            })
            .definition(c -> {
                Formula q = Call.of(VectorOperators.WEIGHTED_SQ_DIST, c.argument(0), c.argument(2), c.argument(3));
                Formula ratio = over(q, times(number(2), c.argument(1)));
                return exponential(negative(times(c.argument(1), Call.of(ElementwiseOperators.LOG1P, ratio))));
            });
    static final Operator PERIODIC = named("Periodic").usage("G", "p", "x", "y")
            .mathematics("e^-WeightedSqNorm(G, sin(pi (x - y) / p)), p the period, or one for each component")
            .dimensions("1, D or D^2, 1 or D, D, D -> 1", (a, p) -> {
                Dimensions.broadcast("Periodic", a.subList(1, 4));
                return VectorOperators.weightedDistance("Periodic", a.get(0), a.get(2), a.get(3));
            })
            .definition(c -> {
                Formula periods = over(minus(c.argument(2), c.argument(3)), c.argument(1));
                // The nearest whole number of periods is taken off first: it is exact, where pi times it is not.
                Formula rest = minus(periods, Call.of(ElementwiseOperators.FLOOR, plus(periods, number(0.5))));
                Formula sine = Algebra.sine(times(number(Math.PI), rest));
                return exponential(negative(Call.of(VectorOperators.WEIGHTED_SQ_NORM, c.argument(0), sine)));
            });
    static final Operator POLYNOMIAL = named("Polynomial").usage("G", "c", "x", "y", "m:number")
            .mathematics("(c + G_1 x_1 y_1 + ... + G_D x_D y_D)^m")
            .dimensions("1 or D, 1, D, D -> 1", (a, p) -> {
                Dimensions.require(a.get(1).dim() == 1, "Polynomial adds a scalar", a.get(1));
                Dimensions.equal("Polynomial", a.get(2), a.get(3));
                if (a.get(0).dim() != 1) {
                    Dimensions.equal("Polynomial needs a scalar weight, or one for each component:",
                            a.get(0), a.get(2));
                }
                return 1;
            })
            .definition(c -> {
                Formula product = c.argument(0).dim() == 1
                        ? times(c.argument(0), scalarProduct(c.argument(2), c.argument(3)))
                        : scalarProduct(times(c.argument(0), c.argument(2)), c.argument(3));
                return new Call(ElementwiseOperators.POW, List.of(plus(product, c.argument(1))), c.parameters());
            });

    private static Operator radial(String name, String mathematics, RadialProfile profile) {
        Operator ofSquares = profileOf(name, profile);
        return named(name).usage("G", "x", "y", "n:number?", "m:number?")
                .mathematics(mathematics)
                .dimensions("1, D or D^2, D, D -> 1", (a, p) -> {
                    p.forEach(parameter -> checkCount(name, parameter.getFirst()));
                    return VectorOperators.weightedDistance(name, a.get(0), a.get(1), a.get(2));
                })
                .pullback((c, argument, e) -> pullback(c, profile, argument, e))
                .definition(c -> {
                    Formula squared = Call.of(VectorOperators.WEIGHTED_SQ_DIST, c.children().toArray(Formula[]::new));
                    List<Formula> arguments = hasPole(profile, count(c, 0))
                            ? List.of(squared, squaredDistance(c.argument(1), c.argument(2)))
                            : List.of(squared);
                    return new Call(ofSquares, arguments, List.of(List.of(count(c, 0)), List.of(count(c, 1))));
                });
    }

    private static void checkCount(String name, int count) {
        if (count < 0 || count > 2 * RadialProfile.MOST_DERIVATIVES) {
            throw new FormulaException(name + " takes numbers n and m from 0 to " + 2 * RadialProfile.MOST_DERIVATIVES
                    + ", but " + count + " came");
        }
    }

    private static int count(Call call, int rank) {
        return rank < call.parameters().size() ? call.parameter(rank) : 0;
    }

    private static boolean hasPole(RadialProfile profile, int n) {
        return n > profile.smoothness();
    }

    /** The function of r², and of |x - y|² where it has a pole: a radius may be 0 by its weights, too. */
    private static Operator profileOf(String name, RadialProfile profile) {
        return named(name + " of squares").usage("q", "s?", "n:number", "m:number")
                // By q = r², the derivative is -1/2 of that which the next n stands for.
                .pullback((c, k, e) -> k > 0
                        ? new Zero(c.argument(k).dim())
                        : Simplify.times(e, Simplify.times(Simplify.number(-0.5), new Call(c.operator(), c.children(),
                                List.of(List.of(c.parameter(0) + 1), List.of(count(c, 1)))))))
                .elementwise((s, c, a) -> {
                    int n = c.parameter(0);
                    int value = profile.value(s, a[0], n);
                    if (!hasPole(profile, n)) {
                        return value;
                    }
                    boolean vanishes = c.parameter(1) + 2 * (profile.smoothness() - n) + 1 > 0;
                    int limit = s.constant(vanishes ? 0 : Double.NaN);
                    int infinity = s.constant(Double.POSITIVE_INFINITY);
                    int atPole = s.select(Comparison.LESS, a[1], s.constant(COINCIDENT), limit, value);
                    return s.select(Comparison.EQUAL, s.abs(value), infinity, atPole, value);
                });
    }

    /** dD^n/dq = -1/2 D^(n+1), and the derivatives of q by the weights and by the difference u, on which q depends. */
    private static Formula pullback(Call c, RadialProfile profile, int argument, Formula e) {
        Formula weights = c.argument(0);
        Formula u = Simplify.minus(c.argument(1), c.argument(2));
        boolean isMatrix = weights.dim() != 1 && weights.dim() != u.dim();
        if (argument == 0) {
            Formula slope = Simplify.times(e, slope(c, profile, 2));
            return Simplify.times(slope, weights.dim() == 1
                    ? squaredNorm(u)
                    : isMatrix ? Call.of(MatrixOperators.TENSOR_PROD, u, u) : Simplify.square(u));
        }
        Formula direction = isMatrix
                ? Simplify.plus(Call.of(MatrixOperators.MAT_VEC_MULT, weights, u),
                        Call.of(MatrixOperators.VEC_MAT_MULT, u, weights))
                : Simplify.times(2, Simplify.times(weights, u));
        return Simplify.times(Simplify.times(argument == 1 ? 1 : -1, Simplify.times(e, slope(c, profile, 1))),
                direction);
    }

    /** The derivative by q, which will be multiplied by so many components of the difference more. */
    private static Formula slope(Call c, RadialProfile profile, int components) {
        int n = count(c, 0);
        if (n + 1 > RadialProfile.MOST_DERIVATIVES) {
            throw new FormulaException(c.operator() + " has at most " + RadialProfile.MOST_DERIVATIVES
                    + " derivatives");
        }
        Formula next = derived(c, n + 1, count(c, 1) + components);
        return Simplify.times(-0.5, profile.isLogarithm() && n > 0
                ? Simplify.minus(next, Simplify.times(c, derived(c, 1, components)))
                : next);
    }

    private static Formula derived(Call c, int n, int m) {
        return new Call(c.operator(), c.children(), List.of(List.of(n), List.of(m)));
    }

    static final List<Operator> TABLE = List.of(
            MATERN_12, MATERN_32, MATERN_52, LOG_MATERN_12, LOG_MATERN_32, LOG_MATERN_52, WENDLAND_0, WENDLAND_2,
            WENDLAND_4, RADIAL_SINC, RATIONAL_QUADRATIC, PERIODIC, POLYNOMIAL);
}
