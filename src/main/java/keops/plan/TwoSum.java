package keops.plan;

/** The rounding error of a sum, by six operations without a branch: Knuth's TwoSum. */
public final class TwoSum {
    private TwoSum() {}

    /**
     * What rounding took from a sum: exactly {@code a + b - sum}, whatever the sizes of the terms; NaN where the sum is
     * not finite.
     *
     * @param sum {@code a + b}, rounded
     */
    public static double error(double a, double b, double sum) {
        double added = sum - a;
        return (a - (sum - added)) + (b - added);
    }
}
