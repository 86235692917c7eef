package keops.cpu.code;

/** How a kernel knows where its operands are, and with that, who can use it. */
public enum Placement {
    /** By its code: it works on all rows of a block. */
    FIXED,
    /** It is told when it runs: the same kernel works on one part of a block after the other. */
    TOLD,
    /** It is told, and all formulas with the same operation share it. */
    SHARED
}
