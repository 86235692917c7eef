package keops.examples.regression;

import java.util.Random;
import keops.Genred;
import keops.tensor.Tensor;

/**
 * Random functions in space, whose covariance is exp(-|x - y| / length): sums of waves with random directions and
 * wavelengths (Rahimi and Recht, Random features for large-scale kernel machines, 2007).
 */
final class PriorSamples {
    private final Tensor frequencies;
    private final Tensor phases;
    private final Tensor heights;

    /** Some functions that share their waves. */
    PriorSamples(int samples, int waves, double length, Random random) {
        float[][] w = new float[waves][3];
        float[][] b = new float[waves][1];
        float[][] z = new float[waves][samples];
        for (int k = 0; k < waves; k++) {
            // The Fourier transform of the covariance is a Cauchy distribution: a normal one over another.
            double divisor = length * Math.abs(random.nextGaussian());
            for (int d = 0; d < 3; d++) {
                w[k][d] = (float) (random.nextGaussian() / divisor);
            }
            b[k][0] = (float) (2 * Math.PI * random.nextDouble());
            for (int s = 0; s < samples; s++) {
                z[k][s] = (float) (Math.sqrt(2.0 / waves) * random.nextGaussian());
            }
        }
        frequencies = Tensor.of(w);
        phases = Tensor.of(b);
        heights = Tensor.of(z);
    }

    /** Their values at points: (N, samples). */
    Tensor at(Tensor points) {
        return Genred.of("Cos((w|x) + b) * z", "x = Vi(3)", "w = Vj(3)", "b = Vj(1)",
                        "z = Vj(" + heights.size(1) + ")")
                .overJ()
                .build()
                .call(points, frequencies, phases, heights);
    }
}
