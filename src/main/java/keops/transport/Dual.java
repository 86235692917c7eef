package keops.transport;

import java.util.Arrays;

/**
 * The potentials of transport between two clouds, f at the points of the first and g at those of the second, as they
 * are and as each would be optimal for the other. Where a cloud is transported to itself, they are one.
 */
final class Dual {
    /** Nesterov's choice: momentum k / (k + 3) in step k. */
    private static final double FADING = 3;

    private final Potential f;
    private final Potential g;
    private final Softmin softmin;
    private final Relaxation relaxation;
    /** The accelerated steps since the last restart. */
    private long momentum;
    private double lastError = Double.POSITIVE_INFINITY;

    /** A potential: as it is, and as it would be optimal for the other. */
    static final class Potential {
        private final Side side;
        private double[] before;
        private double[] after;
        /** The mean of the step before. */
        private double[] last;

        private Potential(Side side) {
            this.side = side;
            this.before = new double[side.weights().length];
            this.after = before;
        }

        Side side() {
            return side;
        }

        double[] before() {
            return before;
        }

        double[] after() {
            return after;
        }

        double[] mean() {
            double[] mean = new double[before.length];
            Arrays.setAll(mean, i -> (before[i] + after[i]) / 2);
            return mean;
        }

        /** Goes to the mean, and beyond it by a part of the way from the last one. */
        private void advance(double part) {
            double[] mean = mean();
            double[] from = last == null ? mean : last;
            before = new double[mean.length];
            Arrays.setAll(before, i -> mean[i] + part * (mean[i] - from[i]));
            last = mean;
        }
    }

    private Dual(Potential f, Potential g, Softmin softmin, Relaxation relaxation) {
        this.f = f;
        this.g = g;
        this.softmin = softmin;
        this.relaxation = relaxation;
    }

    static Dual between(Side first, Side second, Softmin softmin, Relaxation relaxation) {
        return new Dual(new Potential(first), new Potential(second), softmin, relaxation);
    }

    static Dual within(Side side, Softmin softmin, Relaxation relaxation) {
        var p = new Potential(side);
        return new Dual(p, p, softmin, relaxation);
    }

    Potential f() {
        return f;
    }

    Potential g() {
        return g;
    }

    /** Goes half the way to the potentials that would be optimal, which keeps the clouds alike. */
    void advance() {
        f.before = f.mean();
        if (g != f) {
            g.before = g.mean();
        }
    }

    /**
     * As {@link #advance}, and beyond it. The map from potentials to their means with optimal ones has a derivative
     * whose eigenvalues are between 0 and 1, as a step of gradient descent has. So it is accelerated as that is: by
     * momentum (Nesterov 1983), which is lost where the error rises (O'Donoghue and Candès 2015, "Adaptive Restart for
     * Accelerated Gradient Schemes"). That of a cloud with itself has eigenvalues of no more than 1/2, and needs none.
     *
     * @param error that of the marginals, as {@link #look} gave it
     */
    void accelerate(double error) {
        if (g == f) {
            advance();
            return;
        }
        momentum = error <= lastError ? momentum + 1 : 0;
        lastError = error;
        double part = momentum / (momentum + FADING);
        f.advance(part);
        g.advance(part);
    }

    /** Goes all the way. */
    void replace() {
        f.before = f.after;
        g.before = g.after;
    }

    /**
     * Computes the potentials that would be optimal.
     *
     * @return the L1 distance of the plan's marginals from those that they should be, relative to the masses
     */
    double look(double eps) {
        double[] optimal = optimal(f, g, eps);
        if (g != f) {
            g.after = optimal(g, f, eps);
        }
        f.after = optimal;
        return Math.max(error(f, eps), error(g, eps));
    }

    private double[] optimal(Potential of, Potential other, double eps) {
        double[] minima = softmin.of(of.side, other.side, other.before, eps);
        double damping = relaxation.damping(eps);
        for (int i = 0; i < minima.length; i++) {
            minima[i] *= damping;
        }
        return minima;
    }

    private double error(Potential potential, double eps) {
        double error = 0;
        double mass = 0;
        for (int i = 0; i < potential.before.length; i++) {
            double weight = potential.side.weights()[i];
            double excess = relaxation.excess(potential.before[i], potential.after[i], eps);
            error += weight == 0 ? 0 : weight * relaxation.marginal(potential.before[i]) * Math.abs(excess - 1);
            mass += weight;
        }
        return error / mass;
    }
}
