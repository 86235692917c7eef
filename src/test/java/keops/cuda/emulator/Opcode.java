package keops.cuda.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of an instruction, taken apart: {@code cvt.rn.ftz.f32.f64}.
 *
 * @param base what it does
 * @param modifiers all that follows and is no type
 * @param types the types that follow, in order: of the result, then of the sources where they differ
 */
record Opcode(String base, List<String> modifiers, List<PtxType> types) {

    private static final Pattern SEPARATOR = Pattern.compile("\\.|::");

    static Opcode parse(String text) {
        List<String> parts = SEPARATOR.splitAsStream(text).toList();
        var modifiers = new ArrayList<String>();
        var types = new ArrayList<PtxType>();
        for (int k = 1; k < parts.size(); k++) {
            String part = parts.get(k);
            PtxType.of(part).ifPresentOrElse(types::add, () -> modifiers.add(part));
        }
        return new Opcode(parts.getFirst(), List.copyOf(modifiers), List.copyOf(types));
    }

    boolean has(String modifier) {
        return modifiers.contains(modifier);
    }

    /** The type, or the first of several; bits of 32 where the name has none. */
    PtxType type() {
        return types.isEmpty() ? PtxType.B32 : types.getFirst();
    }

    /** The number of elements of a vector access. */
    int elements() {
        return has("v4") ? 4 : has("v2") ? 2 : 1;
    }

    @Override
    public String toString() {
        var text = new StringBuilder(base);
        modifiers.forEach(m -> text.append('.').append(m));
        types.forEach(t -> text.append('.').append(t));
        return text.toString();
    }
}
