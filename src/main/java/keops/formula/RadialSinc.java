package keops.formula;

/**
 * sin r / r, whose derivative D^n is j_n(r) / r^n with the spherical Bessel functions j (NIST's DLMF, 10.51.3): their
 * recursion, and their power series where that would cancel.
 */
record RadialSinc() implements RadialProfile {

    @Override
    public int value(Scalars s, int q, int n) {
        int r = s.sqrt(q);
        int far = s.divide(s.sin(r), r);
        if (n == 0) {
            return s.select(Comparison.EQUAL, q, s.constant(0), s.constant(1), far);
        }
        int before = s.cos(r);
        for (int k = 0; k < n; k++) {
            int next = s.divide(s.subtract(s.multiply(s.constant(2 * k + 1), far), before), q);
            before = far;
            far = next;
        }
        double end = (n + 1.0) * (n + 1.0);
        return s.select(Comparison.LESS, q, s.constant(end), series(s, q, n, end), far);
    }

    /** The sum over k of (-q/2)^k / (k! (2n + 2k + 1)!!), until terms at the end of the interval are negligible. */
    private static int series(Scalars s, int q, int n, double end) {
        double first = 1;
        for (int k = 1; k <= n; k++) {
            first /= 2 * k + 1;
        }
        int terms = 1;
        for (double term = 1; term > 1e-19; terms++) {
            term *= end / 2 / terms / (2 * n + 2 * terms + 1);
        }
        int sum = s.constant(1);
        for (int k = terms; k >= 1; k--) {
            int factor = s.multiply(q, s.constant(-0.5 / k / (2 * n + 2 * k + 1)));
            sum = s.add(s.constant(1), s.multiply(factor, sum));
        }
        return s.multiply(s.constant(first), sum);
    }

    @Override
    public int smoothness() {
        return MOST_DERIVATIVES;
    }
}
