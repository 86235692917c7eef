package keops.transport;

/**
 * What it costs that the marginals of a plan differ from the weights: rho times their Kullback-Leibler divergence;
 * infinite where they may not differ. See Séjourné et al. 2019, "Sinkhorn Divergences for Unbalanced Optimal
 * Transport".
 *
 * @param rho the factor, in the units of the cost; infinite for balanced transport
 */
record Relaxation(double rho) {
    boolean isBalanced() {
        return Double.isInfinite(rho);
    }

    /** The factor that soft minima are damped by. */
    double damping(double eps) {
        return isBalanced() ? 1 : rho / (rho + eps);
    }

    /** The marginal that an optimal plan has at a point, relative to the weight there. */
    double marginal(double potential) {
        return isBalanced() ? 1 : Math.exp(-potential / rho);
    }

    /**
     * The marginal that a plan has at a point, relative to that which it should have, for the potential of the point
     * and for the one that would be optimal for the potential of the other cloud.
     */
    double excess(double potential, double optimal, double eps) {
        return Math.exp((potential - optimal) / eps / damping(eps));
    }

    /**
     * What a weight of 1 adds to the dual objective, but for constants: the mean for two pairs of potentials, of which
     * each is optimal for one from the other cloud. So its error is the square of that of the potentials.
     */
    double dual(double before, double after, double eps) {
        return isBalanced()
                ? (before + after) / 2
                : -((rho + eps) * Math.expm1(-after / rho) + rho * Math.expm1(-before / rho)) / 2;
    }

    /** The derivative of the optimal dual objective by a weight, but for constants. */
    double slope(double potential, double eps) {
        return isBalanced() ? potential : -(rho + eps) * Math.expm1(-potential / rho);
    }
}
