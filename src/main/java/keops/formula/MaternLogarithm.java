package keops.formula;

/**
 * The logarithm of a Matern function, which does not underflow, and in the place of its derivatives the quotients
 * D^n f / f: the derivative of the quotient of n is that of n + 1, less the product of those of n and of 1.
 */
record MaternLogarithm(Matern function) implements RadialProfile {
    /** Above, the logarithm of a polynomial is no more than the rounding error of z, and z² does not overflow yet. */
    private static final double FAR = 1e17;

    @Override
    public int value(Scalars s, int q, int n) {
        int z = function.z(s, q);
        if (n > 0) {
            return s.divide(function.theta(s, z, n), function.theta(s, z, 0));
        } else if (function.p() == 0) {
            return s.negate(z);
        }
        int near = s.select(Comparison.LESS, s.constant(FAR), z, s.constant(FAR), z);
        return s.subtract(s.log1p(withoutOne(s, near)), z);
    }

    /** theta_p(z) / theta_p(0) - 1, accurate for small z. */
    private int withoutOne(Scalars s, int z) {
        return switch (function.p()) {
            case 1 -> z;
            case 2 -> s.multiply(z, s.add(s.divide(z, s.constant(3)), s.constant(1)));
            default -> s.subtract(function.theta(s, z, 0), s.constant(1));
        };
    }

    @Override
    public int smoothness() {
        return function.p();
    }

    @Override
    public boolean isLogarithm() {
        return true;
    }
}
