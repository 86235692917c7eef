package keops.cache;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a kernel computes, as information for users: it is not part of the key. Immutable, and safe for use by many
 * threads.
 *
 * @param formula the formula, as in {@code Exp(-g * SqDist(x,y)) * b}
 * @param weight the weight formula, of reductions that have one
 * @param aliases the arguments in order, as in {@code x = Vi(3)}
 * @param reduction the name of the reduction, as in {@code Sum}
 * @param axis the axis that is reduced: 1 for j, 0 for i
 * @param dtype the compute type, as in {@code float32}
 * @param tiling how the work is laid out over threads
 */
public record Description(
        String formula,
        Optional<String> weight,
        List<String> aliases,
        String reduction,
        int axis,
        String dtype,
        String tiling) {
    /** Checks that nothing is null, and copies the list. */
    public Description {
        Objects.requireNonNull(formula, "formula");
        Objects.requireNonNull(weight, "weight");
        Objects.requireNonNull(aliases, "aliases");
        Objects.requireNonNull(reduction, "reduction");
        Objects.requireNonNull(dtype, "dtype");
        Objects.requireNonNull(tiling, "tiling");
        aliases = List.copyOf(aliases);
    }
}
