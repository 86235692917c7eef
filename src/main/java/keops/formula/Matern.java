package keops.formula;

/**
 * The Matern function of order nu = p + 1/2, standardised: theta_p(z) e^-z / theta_p(0) with z = sqrt(2 nu) r and the
 * reverse Bessel polynomials theta, for which z² theta_(p-2) = theta_p - (2p - 1) theta_(p-1). By z it is
 * z^nu K_nu(z), so that -(1/z) d/dz lowers p by one, beyond 0 too: theta_-p-1 = theta_p / z^(2p + 1). See NIST's DLMF,
 * sections 10.29 and 10.49.
 */
record Matern(int p) implements RadialProfile {
    /** Above, e^-z is 0 in both types, and powers of z would overflow in the smaller one. */
    private static final double FAR = 800;

    @Override
    public int value(Scalars s, int q, int n) {
        int z = z(s, q);
        int near = s.select(Comparison.LESS, s.constant(FAR), z, s.constant(FAR), z);
        return s.multiply(theta(s, near, n), s.exp(s.negate(near)));
    }

    @Override
    public int smoothness() {
        return p;
    }

    /** sqrt(2 nu q). */
    int z(Scalars s, int q) {
        return s.sqrt(s.multiply(s.constant(2 * p + 1), q));
    }

    /** (2 nu)^n theta_(p-n)(z) / theta_p(0). */
    int theta(Scalars s, int z, int n) {
        int order = p - n;
        int degree = Math.max(order, -order - 1);
        double[] coefficients = reverseBessel(degree);
        double scale = Math.pow(2 * p + 1, n) / reverseBessel(p)[0];
        int value = s.constant(coefficients[degree] * scale);
        for (int k = degree - 1; k >= 0; k--) {
            value = s.add(s.multiply(value, z), s.constant(coefficients[k] * scale));
        }
        return order >= 0 ? value : s.divide(value, Powers.integer(s, z, 2 * degree + 1));
    }

    /** The coefficients of theta, that of z^k at k. */
    private static double[] reverseBessel(int degree) {
        double[] coefficients = new double[degree + 1];
        coefficients[degree] = 1;
        for (int k = 0; k < degree; k++) {
            // (d + k)! / ((d - k)! k! 2^k), from that of the power above.
            coefficients[degree - k - 1] =
                    coefficients[degree - k] * (degree + k + 1) * (degree - k) / (2.0 * (k + 1));
        }
        return coefficients;
    }
}
