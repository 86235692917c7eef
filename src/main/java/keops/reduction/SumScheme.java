package keops.reduction;

/** How rounding errors of sums are kept small. Immutable. */
public enum SumScheme {
    /** {@link #BLOCK}. */
    AUTO,
    /**
     * One running sum in the compute type: the error grows with the number of terms. On the CPU, the sum of a row has
     * the same bits whatever other rows there are in the call, as long as exponentials of it do not come near the
     * smallest numbers.
     */
    DIRECT,
    /** Short sums in the compute type, added in double precision or with their errors: no slower than DIRECT. */
    BLOCK,
    /** Every term is added with its rounding error kept aside: as accurate as a sum in twice the precision. */
    KAHAN
}
