package keops;

/**
 * A place for a gamma: one occurrence of an atomic kernel in a name.
 *
 * @param text the atomic kernel as it is written, {@code gaussian(x,y)}
 * @param pair the number of its pair of variables, or -1 where it is not known
 * @param takesGamma whether there is a gamma, which else is null
 * @param isMetric whether the gamma is a scalar, a diagonal or a matrix of the pair's dimension
 */
record KernelSlot(String text, int pair, boolean takesGamma, boolean isMetric) {}
