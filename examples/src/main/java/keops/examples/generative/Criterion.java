package keops.examples.generative;

import keops.Genred;
import keops.autograd.Losses;
import keops.autograd.Reductions;
import keops.autograd.TapeVariable;
import keops.reduction.Reduction;
import keops.transport.KernelNorm;
import keops.transport.SinkhornDivergence;

/** What training minimises: how far the generated points are from those of the data. */
enum Criterion {
    /** The energy distance. */
    ENERGY("energy distance") {
        @Override
        TapeVariable loss(TapeVariable generated, TapeVariable data) {
            return Losses.of(ENERGY_DISTANCE, generated, data);
        }
    },
    /** The norm of a Gaussian kernel. */
    GAUSSIAN("Gaussian norm") {
        @Override
        TapeVariable loss(TapeVariable generated, TapeVariable data) {
            return Losses.of(GAUSSIAN_NORM, generated, data);
        }
    },
    /** The mean of -log density at the data, where each generated point has a Gaussian around it. */
    LIKELIHOOD("log-likelihood") {
        @Override
        TapeVariable loss(TapeVariable generated, TapeVariable data) {
            TapeVariable g = data.tape().constant(data.dtype(), 0.5 / BANDWIDTH / BANDWIDTH).reshape(1);
            double normaliser = generated.shape()[0] * 2 * Math.PI * BANDWIDTH * BANDWIDTH;
            return Reductions.of(LOG_SUM, g, data, generated).mean().negate().plus(Math.log(normaliser));
        }
    },
    /** A Sinkhorn divergence. */
    SINKHORN("Sinkhorn divergence") {
        @Override
        TapeVariable loss(TapeVariable generated, TapeVariable data) {
            return Losses.of(DIVERGENCE, generated, data);
        }
    };

    /** The standard deviation of the Gaussian around each generated point. */
    static final double BANDWIDTH = 0.07;
    private static final double KERNEL_SIZE = 0.3;
    private static final double BLUR = 0.05;
    private static final KernelNorm ENERGY_DISTANCE = KernelNorm.energy();
    private static final KernelNorm GAUSSIAN_NORM = KernelNorm.gaussian(KERNEL_SIZE);
    private static final SinkhornDivergence DIVERGENCE = SinkhornDivergence.ofBlur(BLUR).tolerance(3e-2);
    private static final Genred LOG_SUM = Genred.of("-g * SqDist(x,y)", "g = Pm(1)", "x = Vi(2)", "y = Vj(2)")
            .reduction(Reduction.LOG_SUM_EXP)
            .overJ()
            .build();

    private final String title;

    Criterion(String title) {
        this.title = title;
    }

    /** Its name in pictures. */
    String title() {
        return title;
    }

    /** The loss, a number; both are points (N, 2). */
    abstract TapeVariable loss(TapeVariable generated, TapeVariable data);
}
