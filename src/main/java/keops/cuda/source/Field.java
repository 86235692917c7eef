package keops.cuda.source;

import java.util.List;

/**
 * An array of scalars in a structure {@code State}.
 *
 * @param name the name
 * @param length the length
 * @param neutral the initial value, neutral for the reduction
 */
record Field(String name, int length, String neutral) {
    /** The declarations of fields of the given type. */
    static String declare(String type, List<Field> fields) {
        return type + " " + String.join(", ", fields.stream().map(f -> f.name + "[" + f.length + "]").toList()) + ";";
    }

    /** Writes a method that sets all fields to their neutral values. */
    static void clear(Code code, List<Field> fields) {
        code.add("__device__ __forceinline__ void clear() {");
        for (Field field : fields) {
            code.add("#pragma unroll\nfor (int k = 0; k < " + field.length + "; k++) {");
            code.add(field.name + "[k] = " + field.neutral + ";\n}");
        }
        code.add("}");
    }

    /**
     * Writes methods that store a state to the partial results, and load it: scalar after scalar, each for all rows.
     */
    static void storeAndLoad(Code code, Real real, List<Field> fields) {
        int words = fields.stream().mapToInt(Field::length).sum();
        for (boolean isStore : new boolean[] {true, false}) {
            code.add("__device__ __forceinline__ void " + (isStore ? "store" : "load")
                    + "(const Call& call, long long slice, long long i)" + (isStore ? " const {" : " {"));
            code.add("%s* at = (%s*) call.partials + slice * %d * call.rows + i;"
                    .formatted((isStore ? "" : "const ") + real.cType(), real.cType(), words));
            int word = 0;
            for (Field field : fields) {
                String stored = "at[(" + word + " + k) * call.rows]";
                code.add("#pragma unroll\nfor (int k = 0; k < " + field.length + "; k++) {");
                code.add(isStore
                        ? stored + " = " + field.name + "[k];\n}"
                        : field.name + "[k] = " + stored + ";\n}");
                word += field.length;
            }
            code.add("}");
        }
    }

    /** The size of the stored fields in bytes. */
    static long bytes(Real real, List<Field> fields) {
        return fields.stream().mapToLong(Field::length).sum() * real.bytes();
    }
}
