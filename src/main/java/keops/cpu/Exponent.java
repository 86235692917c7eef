package keops.cpu;

/** What is known of the argument of an exponential; the less can happen, the fewer guards it needs. */
enum Exponent {
    /** Any number, or NaN. */
    ANY,
    /** Not NaN. */
    NUMBER,
    /** Not NaN and not positive. */
    NOT_POSITIVE
}
