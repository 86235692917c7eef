package keops.documentation;

import static keops.documentation.Samples.product;
import static keops.documentation.Samples.rand;
import static keops.documentation.Samples.row;
import static keops.documentation.Samples.squaredDistance;
import static org.junit.jupiter.api.Assertions.assertEquals;

import keops.Kernel;
import keops.KernelFormulas;
import keops.KernelProduct;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The values of the example script {@code kernel_product_syntax.py}: a kernel by name, then one of the user's own. */
class KernelProductSyntaxTest {
    private static final String EXPONENT = "({X}|{Y}) - WeightedSqDist({G},{X},{Y})";
    private final Tensor a = rand(100, 1);
    private final Tensor x = rand(100, 3);
    private final Tensor y = rand(700, 3);
    private final Tensor b = rand(700, 1);

    @Test
    void aPredefinedKernel() {
        double sigma = -1.5;
        KernelProduct params = KernelProduct.of(Kernel.of("gaussian(x,y)"))
                .gamma(Tensor.vector(DType.FLOAT32, 1 / (sigma * sigma)));
        check(params, sigma, false);
    }

    @Test
    void aUsersOwnKernel() {
        double sigma = .5;
        KernelFormulas formulas = KernelFormulas.STANDARD.with("my_formula", "Exp(" + EXPONENT + ")", EXPONENT);
        KernelProduct params = KernelProduct.of(Kernel.of("my_formula(x,y)", formulas))
                .gamma(Tensor.vector(DType.FLOAT32, 1 / (sigma * sigma)));
        check(params, sigma, true);
    }

    /** The scalar product of a and the product, for both modes and both back ends of the script. */
    private void check(KernelProduct params, double sigma, boolean withProduct) {
        double sum = 0;
        double lse = 0;
        for (int i = 0; i < 100; i++) {
            double row = 0;
            double exponentials = 0;
            for (int j = 0; j < 700; j++) {
                double c = -squaredDistance(row(x, i), row(y, j)) / (sigma * sigma)
                        + (withProduct ? product(row(x, i), row(y, j)) : 0);
                row += Math.exp(c) * b.doubleAt(j);
                exponentials += Math.exp(c + b.doubleAt(j));
            }
            sum += a.doubleAt(i) * row;
            lse += a.doubleAt(i) * Math.log(exponentials);
        }
        for (String backend : new String[] {"pytorch", "auto"}) {
            assertEquals(sum, scalar(params.backend(backend).mode("sum").call(x, y, b)), 1e-5 * sum, backend);
            assertEquals(lse, scalar(params.backend(backend).mode("lse").call(x, y, b)), 1e-5 * lse, backend);
        }
    }

    private double scalar(Tensor product) {
        double sum = 0;
        for (int i = 0; i < 100; i++) {
            sum += a.doubleAt(i) * product.doubleAt(i);
        }
        return sum;
    }
}
