package keops.formula;

/**
 * A function of the distance r, given by q = r², with its derivatives. These are taken by D = -(1/r) d/dr, that is
 * -2 d/dq, under which the families of kernels are closed: D turns a Matern function into the one of the order below, a
 * Wendland function into a polynomial of one power of 1 - r less, and j_n(r)/r^n into j_(n+1)(r)/r^(n+1), with the
 * spherical Bessel functions j. So nothing cancels where r goes to 0.
 */
interface RadialProfile {
    /** The most derivatives: more than a formula of the allowed size could ask for. */
    int MOST_DERIVATIVES = 64;

    /** Writes down D^n of the function at q. */
    int value(Scalars s, int q, int n);

    /** The k for which D^n of the function grows like r^(2k + 1) where r goes to 0, if n is above it. */
    int smoothness();

    /** Whether it is a logarithm, of which the derivatives are written as quotients; see {@link MaternLogarithm}. */
    default boolean isLogarithm() {
        return false;
    }
}
