package keops.documentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import keops.Compare;
import keops.Generic;
import keops.Genred;
import keops.Kernel;
import keops.KernelFormulas;
import keops.KernelProduct;
import keops.autograd.Reductions;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.cuda.Cuda;
import keops.error.BackendException;
import keops.execution.Backend;
import keops.reduction.Ranges;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/**
 * The samples of the documentation that differentiate: {@code requires_grad=True} is a variable of a tape. Sizes are
 * smaller than there, so that dense arrays on the same tape can follow.
 */
class DifferentiableSamplesTest {
    private static final int M = 30;
    private static final int N = 40;

    private static Tensor randn(int rows, int columns) {
        return float64(Samples.randn(rows, columns));
    }

    private static Tensor float64(Tensor tensor) {
        return Tensor.vector(DType.FLOAT64, tensor.toDoubleArray()).reshape(tensor.shape());
    }

    /** exp(-|x_i - y_j|^2 / sigma^2) as an array (M, N). */
    private static TapeVariable gaussian(TapeVariable sigma, TapeVariable x, TapeVariable y) {
        TapeVariable squares = x.reshape(x.shape()[0], 1, 3).minus(y.reshape(1, y.shape()[0], 3)).square().sum(2);
        return squares.div(sigma.square()).negate().exp();
    }

    private static void same(Tape tape, TapeVariable expected, TapeVariable actual, TapeVariable... by) {
        Compare.arrays(expected.value().toDoubleArray(), actual.value().toDoubleArray(), 1e-12, "value");
        List<Tensor> right = tape.gradients(expected.square().sum(), by);
        List<Tensor> gradients = tape.gradients(actual.square().sum(), by);
        for (int k = 0; k < by.length; k++) {
            Compare.arrays(right.get(k).toDoubleArray(), gradients.get(k).toDoubleArray(), 1e-11,
                    "gradient by " + by[k]);
        }
    }

    /** The page "Python API", section "Example": generic_sum, differentiated by sigma, x, y and b. */
    @Test
    void genericSum() {
        try (Tape tape = new Tape()) {
            // Notice that the parameter sigma is a dim-1 vector, *not* a scalar:
            TapeVariable sigma = tape.variable(Tensor.vector(DType.FLOAT64, .5));
            // If you intend to compute gradients, don't forget the `requires_grad` flag!
            TapeVariable x = tape.variable(randn(M, 3));
            TapeVariable y = tape.variable(randn(N, 3));
            TapeVariable b = tape.variable(randn(N, 2));

            Genred gaussianConv = Generic.sum("Exp(-G*SqDist(X,Y)) * B",
                    "A = Vx(2)", "G = Pm(1)", "X = Vx(3)", "Y = Vy(3)", "B = Vy(2)");

            // a = gaussian_conv( 1./sigma**2, x,y,b) # "auto" backend
            TapeVariable a = Reductions.of(gaussianConv, sigma.pow(-2), x, y, b);
            same(tape, gaussian(sigma, x, y).matmul(b), a, sigma, x, y, b);
            // a = gaussian_conv( 1./sigma**2, x,y,b, backend="CPU")
            same(tape, a, Reductions.of(gaussianConv.backend("CPU"), sigma.pow(-2), x, y, b), sigma, x);
        }
    }

    /** The page "Python API": "It can be differentiated wrt. x, y, b and sigma." */
    @Test
    void aGaussianConvolutionOnAVectorSpace() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(randn(M, 3));
            TapeVariable y = tape.variable(randn(N, 3));
            TapeVariable b = tape.variable(randn(N, 2));
            TapeVariable sigma = tape.variable(Tensor.vector(DType.FLOAT64, .5));
            KernelProduct params = KernelProduct.of(Kernel.of("gaussian(x,y)"));

            // a = kernel_product(params, x, y, b)
            TapeVariable a = Reductions.kernelProduct(params, List.of(sigma.pow(-2)), List.of(x), List.of(y), b);
            same(tape, gaussian(sigma, x, y).matmul(b), a, x, y, b, sigma);
        }
    }

    /**
     * The page "Python API": the varifold kernel, with {@code None} as the gamma of linear(u,v), and normalised u, v.
     */
    @Test
    void aCauchyBinetVarifoldKernel() {
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(randn(M, 3));
            TapeVariable y = tape.variable(randn(N, 3));
            TapeVariable b = tape.variable(randn(N, 4));
            TapeVariable freeU = tape.variable(randn(M, 2));
            TapeVariable freeV = tape.variable(randn(N, 2));
            TapeVariable sigma = tape.variable(Tensor.vector(DType.FLOAT64, .5));
            KernelProduct params = KernelProduct.of(Kernel.of("gaussian(x,y) * (linear(u,v)**2) "));

            // u = F.normalize(u, p=2, dim=1)
            TapeVariable u = freeU.div(freeU.norm(1).reshape(M, 1));
            TapeVariable v = freeV.div(freeV.norm(1).reshape(N, 1));

            // a = kernel_product(params, (x,u), (y,v), b)
            TapeVariable a = Reductions.kernelProduct(params, Arrays.asList(sigma.pow(-2), null), List.of(x, u),
                    List.of(y, v), b);
            same(tape, gaussian(sigma, x, y).times(u.matmul(v.transpose()).square()).matmul(b), a, x, y,
                    b, sigma, freeU, freeV);
        }
    }

    /** The script kernel_product_syntax.py: the gradients of (a, K b), and of the squared norms of these gradients. */
    @Test
    void kernelProductSyntax() {
        String exponent = "({X}|{Y}) - WeightedSqDist({G},{X},{Y})";
        KernelFormulas formulas = KernelFormulas.STANDARD.with("my_formula", "Exp(" + exponent + ")", exponent);
        for (String mode : List.of("sum", "lse")) {
            for (boolean isOwn : new boolean[] {false, true}) {
                KernelProduct params = KernelProduct.of(isOwn ? Kernel.of("my_formula(x,y)", formulas)
                        : Kernel.of("gaussian(x,y)")).mode(mode);
                try (Tape tape = new Tape()) {
                    TapeVariable a = tape.constant(float64(Samples.rand(M, 1)));
                    TapeVariable x = tape.variable(float64(Samples.rand(M, 3)));
                    TapeVariable y = tape.variable(float64(Samples.rand(N, 3)));
                    TapeVariable b = tape.variable(float64(Samples.rand(N, 1)));
                    TapeVariable sigma = tape.variable(Tensor.vector(DType.FLOAT64, isOwn ? .5 : -1.5));
                    TapeVariable log = gaussian(sigma, x, y).log();
                    TapeVariable c = isOwn ? log.plus(x.matmul(y.transpose())) : log;
                    TapeVariable dense = mode.equals("sum")
                            ? c.exp().matmul(b)
                            : c.plus(b.transpose()).exp().sum(1).log().reshape(M, 1);

                    TapeVariable kb =
                            Reductions.kernelProduct(params, List.of(sigma.pow(-2)), List.of(x), List.of(y), b);
                    // scalar = torch.dot( a.view(-1), kernel_product(...).view(-1) )
                    same(tape, a.times(dense), a.times(kb), x, y, sigma);
                    List<TapeVariable> gradients = tape.differentiableGradients(a.dot(kb), x, sigma);
                    List<TapeVariable> right = tape.differentiableGradients(a.dot(dense), x, sigma);
                    // grad_x = grad( (grad_x**2).sum(), [x,y] ), grad_s = grad( (grad_s**2).sum(), [x,sigma] )
                    same(tape, right.getFirst(), gradients.getFirst(), x, y);
                    same(tape, right.getLast(), gradients.getLast(), x, sigma);
                }
            }
        }
    }

    /** The page "Generic reductions": {@code my_red(arg_1, ..., arg_p, backend='auto', device_id=-1, ranges=None)}. */
    @Test
    void theOptionsOfACall() {
        Genred myRed = Genred.of("Exp(-G * SqDist(X,Y)) * B", "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)")
                .axis(1).build();
        Tensor[] arguments = {Tensor.vector(DType.FLOAT64, .5), randn(M, 3), randn(N, 3), randn(N, 2)};
        Tensor result = myRed.call(Arena.ofAuto(), arguments);
        assertArrayEquals(result.toDoubleArray(), myRed.backend("auto").device(-1).call(Arena.ofAuto(), arguments)
                .toDoubleArray());
        Ranges all = Ranges.fromMatrix(new long[][] {{0, M}}, new long[][] {{0, N}}, new boolean[][] {{true}});
        Compare.arrays(result.toDoubleArray(), myRed.ranges(all).call(Arena.ofAuto(), arguments).toDoubleArray(),
                1e-14, "ranges");
        // a = gaussian_conv(gamma, x, y, b, backend='GPU')
        for (String backend : List.of("GPU", "GPU_1D", "GPU_2D")) {
            if (Cuda.isAvailable()) {
                Compare.arrays(result.toDoubleArray(), myRed.backend(backend).call(Arena.ofAuto(), arguments)
                        .toDoubleArray(), 1e-12, backend);
            } else {
                assertEquals(Cuda.unavailabilityCause().orElseThrow(),
                        assertThrows(BackendException.class, () -> myRed.backend(backend)).getMessage());
            }
        }
        assertEquals(Backend.REFERENCE, myRed.backend("pytorch").backend());
    }
}
