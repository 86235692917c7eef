package keops.formula;

/**
 * The function of Wendland of least degree that has 2k continuous derivatives and is positive definite in up to 3
 * dimensions: a polynomial for {@code r < 1}, 0 beyond. H. Wendland, "Piecewise polynomial, positive definite and
 * compactly supported radial functions of minimal degree", Advances in Computational Mathematics 4 (1995), table 1.
 */
record Wendland(int smoothness) implements RadialProfile {

    /**
     * (1 - r)^a Q(r) / r^b, times 3 or not.
     *
     * @param polynomial the coefficients of Q, that of r^k at k: whole numbers, so that 0 is found among them
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Form(int a, double[] polynomial, int b) {

        /** -(1/r) d/dr of it. */
        Form derivative() {
            double[] numerator = new double[polynomial.length + 1];
            for (int k = 0; k < polynomial.length; k++) {
                // -(1 - r) (r Q' - b Q) + a r Q, over r^(b + 2); without the power of 1 - r there is no such factor.
                double slope = (b - k) * polynomial[k];
                numerator[k] += slope;
                if (a > 0) {
                    numerator[k + 1] += a * polynomial[k] - slope;
                }
            }
            int zeros = 0;
            while (zeros < numerator.length - 1 && numerator[zeros] == 0) {
                zeros++;
            }
            int divided = Math.min(zeros, b + 2);
            double[] rest = java.util.Arrays.copyOfRange(numerator, divided, numerator.length);
            return new Form(Math.max(a - 1, 0), rest, b + 2 - divided);
        }

        int value(Scalars s, int r, double scale) {
            int last = polynomial.length - 1;
            int value = s.constant(polynomial[last] * scale);
            for (int k = last - 1; k >= 0; k--) {
                value = s.add(s.multiply(value, r), s.constant(polynomial[k] * scale));
            }
            value = s.multiply(value, Powers.integer(s, s.subtract(s.constant(1), r), a));
            return b == 0 ? value : s.divide(value, Powers.integer(s, r, b));
        }
    }

    private Form form() {
        return switch (smoothness) {
            case 0 -> new Form(2, new double[] {1}, 0);
            case 1 -> new Form(4, new double[] {1, 4}, 0);
            case 2 -> new Form(6, new double[] {3, 18, 35}, 0);
            default -> throw new IllegalArgumentException("no function of Wendland for k = " + smoothness);
        };
    }

    @Override
    public int value(Scalars s, int q, int n) {
        Form form = form();
        for (int k = 0; k < n; k++) {
            form = form.derivative();
        }
        int one = s.constant(1);
        int r = s.sqrt(q);
        int within = form.value(s, r, smoothness == 2 ? 1 / 3.0 : 1);
        if (form.a == 0) {
            // The derivative jumps at the end of the support: there is none.
            within = s.select(Comparison.EQUAL, r, one, s.constant(Double.NaN), within);
            return s.select(Comparison.LESS, one, r, s.constant(0), within);
        }
        // A NaN is not beyond the end: it stays.
        return s.select(Comparison.LESS_OR_EQUAL, one, r, s.constant(0), within);
    }
}
