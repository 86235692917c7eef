package keops.console;

import java.util.Iterator;
import java.util.List;
import keops.GenredBuilder;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The index that a reduction goes over: {@code j} or {@code i}, or their numbers, 1 and 0. */
public enum ReducedIndex {
    /** Over j: the result has a row per i. */
    J,
    /** Over i: the result has a row per j. */
    I;

    /** Sets the index of a reduction. */
    public GenredBuilder applyTo(GenredBuilder builder) {
        return switch (this) {
            case J -> builder.overJ();
            case I -> builder.overI();
        };
    }

    /** Converts the name of an index. */
    public static final class Type implements ITypeConverter<ReducedIndex>, Iterable<String> {
        /** Called by picocli for each option of this type. */
        public Type() {}

        @Override
        public ReducedIndex convert(String text) {
            return switch (text) {
                case "j", "1" -> J;
                case "i", "0" -> I;
                default -> throw new TypeConversionException(
                        "expected j or i (or their numbers, 1 or 0), but '" + text + "' came");
            };
        }

        @Override
        public Iterator<String> iterator() {
            return List.of("j", "i").iterator();
        }
    }
}
