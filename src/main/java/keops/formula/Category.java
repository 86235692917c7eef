package keops.formula;

/** What a variable is indexed by. Immutable. */
public enum Category {
    /** One row per output or reduced index i: an array (M, d). */
    I(0, "Vi"),
    /** One row per index j: an array (N, d). */
    J(1, "Vj"),
    /** No index: a vector (d). */
    PARAMETER(2, "Pm");

    private final int code;
    private final String constructor;

    Category(int code, String constructor) {
        this.code = code;
        this.constructor = constructor;
    }

    /** The number used in {@code Var(position, dimension, code)}. */
    public int code() {
        return code;
    }

    /** The name used in aliases: {@code Vi}, {@code Vj} or {@code Pm}. */
    public String constructor() {
        return constructor;
    }

    /** The other axis: j for i, and i for j. A parameter has none, and remains one. */
    public Category otherAxis() {
        return switch (this) {
            case I -> J;
            case J -> I;
            case PARAMETER -> PARAMETER;
        };
    }

    /** The category of a name in aliases, {@code Vx} and {@code Vy} of the old dialect included; or null. */
    static Category named(String name) {
        return switch (name) {
            case "Vi", "Vx" -> I;
            case "Vj", "Vy" -> J;
            case "Pm" -> PARAMETER;
            default -> null;
        };
    }
}
