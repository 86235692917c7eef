package keops.reduction;

/** How rounding errors of sums are kept small. */
public enum SumScheme {
    /** {@link #BLOCK}. */
    AUTO,
    /** One running sum in the compute type: the error grows with the number of terms. */
    DIRECT,
    /** Short sums in the compute type, added in double precision or with their errors: no slower than DIRECT. */
    BLOCK,
    /** Every term is added with its rounding error kept aside: as accurate as a sum in twice the precision. */
    KAHAN
}
