package keops.cuda.source;

import java.util.List;

/**
 * An array of numbers in a structure {@code State}.
 *
 * @param name the name
 * @param length how many
 * @param neutral what it starts with
 */
record Field(String name, int length, String neutral) {
    /** The declarations of fields of one type. */
    static String declare(String type, List<Field> fields) {
        return type + " " + String.join(", ", fields.stream().map(f -> f.name + "[" + f.length + "]").toList()) + ";";
    }

    /** A method that makes all fields neutral. */
    static void clear(Code code, List<Field> fields) {
        code.add("__device__ __forceinline__ void clear() {");
        for (Field field : fields) {
            code.add("#pragma unroll\nfor (int k = 0; k < " + field.length + "; k++) {");
            code.add(field.name + "[k] = " + field.neutral + ";\n}");
        }
        code.add("}");
    }

    /** Methods that write a state among the partial results, number after number, each for all rows, and read it. */
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

    /** The bytes of fields that are stored. */
    static long bytes(Real real, List<Field> fields) {
        return fields.stream().mapToLong(Field::length).sum() * real.bytes();
    }
}
