package keops.formula;

import java.util.List;

/** Values of the kernels: x - y = (1, -2, 2), so that r = 3. */
final class KernelSamples {
    private static final double[] B = {1, 4, -2};

    private KernelSamples() {}

    static List<Sample> all() {
        double gauss = Math.exp(-0.25 * 9);
        // (b | x - y) = 1 - 8 - 4
        double along = -11;
        double[] difference = {1, -2, 2};
        double[] divFree = new double[3];
        double[] curlFree = new double[3];
        double[] mixed = new double[3];
        for (int k = 0; k < 3; k++) {
            divFree[k] = gauss * ((2 / (2 * 0.25) - 9) * B[k] + along * difference[k]);
            curlFree[k] = gauss * (B[k] / (2 * 0.25) - along * difference[k]);
            mixed[k] = 0.75 * divFree[k] + 0.25 * curlFree[k];
        }
        return List.of(
                kernel("GaussKernel(c,x,y,b)").gives(gauss, 4 * gauss, -2 * gauss),
                kernel("LaplaceKernel(c,x,y,b)").gives(scaled(Math.exp(-0.25 * 3))),
                kernel("CauchyKernel(c,x,y,b)").gives(scaled(1 / (1 + 0.25 * 9))),
                kernel("InverseMultiquadricKernel(c,x,y,b)").gives(scaled(1 / Math.sqrt(4 + 9))),
                kernel("SumGaussKernel(Concat(c,2*c),Concat(c,1),x,y,b)")
                        .gives(scaled(0.25 * gauss + Math.exp(-0.5 * 9))),
                kernel("DivFreeGaussKernel(c,x,y,b)").gives(divFree),
                kernel("CurlFreeGaussKernel(c,x,y,b)").gives(curlFree),
                kernel("TRIGaussKernel(l,c,x,y,b)").with("l", 0.75).gives(mixed));
    }

    private static double[] scaled(double factor) {
        return java.util.Arrays.stream(B).map(b -> b * factor).toArray();
    }

    private static Sample.Builder kernel(String formula) {
        return Sample.of(formula).with("c", 0.25).with("x", 2, 0, 2).with("y", 1, 2, 0).with("b", B);
    }
}
