package keops.formula;

import static keops.formula.Algebra.exponential;
import static keops.formula.Algebra.inverse;
import static keops.formula.Algebra.inverseSquareRoot;
import static keops.formula.Algebra.minus;
import static keops.formula.Algebra.negative;
import static keops.formula.Algebra.number;
import static keops.formula.Algebra.over;
import static keops.formula.Algebra.plus;
import static keops.formula.Algebra.scalarProduct;
import static keops.formula.Algebra.squareRoot;
import static keops.formula.Algebra.squaredDistance;
import static keops.formula.Algebra.times;
import static keops.formula.Operator.named;

import java.util.List;

/**
 * The kernels that the first versions of the language had as operators: a function of r = |x - y| times a vector b.
 * Each is a formula of the others.
 */
final class KernelOperators {
    private KernelOperators() {}

    static final Operator GAUSS_KERNEL = named("GaussKernel").usage("C", "x", "y", "b").mathematics("e^(-C r^2) b")
            .dimensions("1, D, D, E -> E", (a, p) -> scalarKernel("GaussKernel", a))
            .definition(c -> times(gauss(c), c.argument(3)));
    static final Operator LAPLACE_KERNEL = named("LaplaceKernel").usage("C", "x", "y", "b").mathematics("e^(-C r) b")
            .dimensions("1, D, D, E -> E", (a, p) -> scalarKernel("LaplaceKernel", a))
            .definition(c -> times(
                    exponential(negative(times(c.argument(0), squareRoot(squaredRadius(c))))), c.argument(3)));
    static final Operator CAUCHY_KERNEL = named("CauchyKernel").usage("C", "x", "y", "b")
            .mathematics("b / (1 + C r^2)")
            .dimensions("1, D, D, E -> E", (a, p) -> scalarKernel("CauchyKernel", a))
            .definition(c -> times(
                    inverse(plus(number(1), times(c.argument(0), squaredRadius(c)))), c.argument(3)));
    static final Operator INVERSE_MULTIQUADRIC_KERNEL = named("InverseMultiquadricKernel").usage("C", "x", "y", "b")
            .mathematics("(1/C + r^2)^(-1/2) b; the kernel inverse_multiquadric is another: (1 + G r^2)^(-1/2)")
            .dimensions("1, D, D, E -> E", (a, p) -> scalarKernel("InverseMultiquadricKernel", a))
            .definition(c -> times(
                    inverseSquareRoot(plus(inverse(c.argument(0)), squaredRadius(c))), c.argument(3)));
    static final Operator SUM_GAUSS_KERNEL = named("SumGaussKernel").usage("C", "W", "x", "y", "b")
            .mathematics("(W_1 e^(-C_1 r^2) + ... + W_K e^(-C_K r^2)) b")
            .dimensions("K, K, D, D, E -> E", (a, p) -> {
                Dimensions.equal("SumGaussKernel", a.get(0), a.get(1));
                Dimensions.equal("SumGaussKernel", a.get(2), a.get(3));
                return a.get(4).dim();
            })
            .definition(c -> {
                Formula radius = squaredDistance(c.argument(2), c.argument(3));
                Formula kernels = exponential(negative(times(c.argument(0), radius)));
                return times(scalarProduct(c.argument(1), kernels), c.argument(4));
            });

    static final Operator DIV_FREE_GAUSS_KERNEL = named("DivFreeGaussKernel").usage("C", "x", "y", "b")
            .mathematics("e^(-C r^2) (((D - 1)/(2C) - r^2) b + (b|x-y) (x-y)): fields without divergence")
            .dimensions("1, D, D, D -> D", (a, p) -> fieldKernel("DivFreeGaussKernel", a))
            .definition(c -> {
                Formula along = times(scalarProduct(c.argument(3), difference(c)), difference(c));
                Formula scale = over(number((c.dim() - 1) / 2.0), c.argument(0));
                return times(gauss(c), plus(times(minus(scale, squaredRadius(c)), c.argument(3)), along));
            });
    static final Operator CURL_FREE_GAUSS_KERNEL = named("CurlFreeGaussKernel").usage("C", "x", "y", "b")
            .mathematics("e^(-C r^2) (b/(2C) - (b|x-y) (x-y)): fields without curl")
            .dimensions("1, D, D, D -> D", (a, p) -> fieldKernel("CurlFreeGaussKernel", a))
            .definition(c -> {
                Formula along = times(scalarProduct(c.argument(3), difference(c)), difference(c));
                Formula scale = over(number(0.5), c.argument(0));
                return times(gauss(c), minus(times(scale, c.argument(3)), along));
            });
    static final Operator TRI_GAUSS_KERNEL = named("TRIGaussKernel").usage("L", "C", "x", "y", "b")
            .mathematics("L DivFreeGaussKernel(C,x,y,b) + (1 - L) CurlFreeGaussKernel(C,x,y,b)")
            .dimensions("1, 1, D, D, D -> D", (a, p) -> {
                Dimensions.require(a.getFirst().dim() == 1, "TRIGaussKernel mixes by a scalar", a.getFirst());
                return fieldKernel("TRIGaussKernel", a.subList(1, 5));
            })
            .definition(c -> {
                Formula[] field = c.children().subList(1, 5).toArray(Formula[]::new);
                Formula mix = c.argument(0);
                return plus(times(mix, Call.of(DIV_FREE_GAUSS_KERNEL, field)),
                        times(minus(number(1), mix), Call.of(CURL_FREE_GAUSS_KERNEL, field)));
            });

    private static Formula difference(Call call) {
        return minus(call.argument(1), call.argument(2));
    }

    private static Formula squaredRadius(Call call) {
        return squaredDistance(call.argument(1), call.argument(2));
    }

    private static Formula gauss(Call call) {
        return exponential(negative(times(call.argument(0), squaredRadius(call))));
    }

    private static int scalarKernel(String operator, List<Formula> arguments) {
        Dimensions.require(
                arguments.getFirst().dim() == 1, operator + " has a scalar as its scale", arguments.getFirst());
        Dimensions.equal(operator, arguments.get(1), arguments.get(2));
        return arguments.get(3).dim();
    }

    /** A kernel that turns vectors: b lives in the space of x and y. */
    private static int fieldKernel(String operator, List<Formula> arguments) {
        scalarKernel(operator, arguments);
        return Dimensions.equal(operator, arguments.get(1), arguments.get(3));
    }

    static final List<Operator> TABLE = List.of(
            GAUSS_KERNEL, LAPLACE_KERNEL, CAUCHY_KERNEL, INVERSE_MULTIQUADRIC_KERNEL, SUM_GAUSS_KERNEL,
            DIV_FREE_GAUSS_KERNEL, CURL_FREE_GAUSS_KERNEL, TRI_GAUSS_KERNEL);
}
