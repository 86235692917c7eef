package keops.cpu.code;

/** What is known of the argument of an exponential; the less can happen, the fewer guards it needs. */
public enum Exponent {
    /** Any number, or NaN. */
    ANY,
    /** Not NaN. */
    NUMBER,
    /** Not NaN and not positive. */
    NOT_POSITIVE
}
