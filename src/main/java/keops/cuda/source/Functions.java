package keops.cuda.source;

import java.util.List;

/** Pieces of text that several structures of states have. */
final class Functions {
    private Functions() {}

    /** A method that sets all fields to one value. */
    static void clear(Code code, int length, List<String> fields, String value) {
        code.add("__device__ __forceinline__ void clear() {");
        code.add("#pragma unroll\nfor (int k = 0; k < " + length + "; k++) {");
        fields.forEach(field -> code.add(field + "[k] = " + value + ";"));
        code.add("}\n}");
    }

    /** Methods that write a state among the partial results, number after number, each for all rows, and read it. */
    static void storeAndLoad(Code code, Real real, List<String> fields, int length) {
        int words = fields.size() * length;
        for (String name : List.of("store", "load")) {
            boolean isStore = name.equals("store");
            code.add("__device__ __forceinline__ void " + name + "(const Call& call, long long slice, long long i)"
                    + (isStore ? " const {" : " {"));
            code.add((isStore ? "" : "const ") + real.cType() + "* at = (" + real.cType()
                    + "*) call.partials + slice * " + words + " * call.rows + i;");
            for (int f = 0; f < fields.size(); f++) {
                String element = fields.get(f) + "[k]";
                String word = "at[(" + f * length + " + k) * call.rows]";
                code.add("#pragma unroll\nfor (int k = 0; k < " + length + "; k++) {");
                code.add(isStore ? word + " = " + element + ";" : element + " = " + word + ";");
                code.add("}");
            }
            code.add("}");
        }
    }

    /** The head of the function that takes the columns of a tile. */
    static void visit(Code code) {
        code.comment("Takes every LANES-th of the columns in a tile, from the given lane on.");
        code.add("template <int LANES>");
        code.add("static __device__ __forceinline__ void visit(const Parameters& p, const Row (&x)[ROWS], "
                + "State (&state)[ROWS], const Column* tile, int lane, int count, int position) {");
    }

    /** A loop over the columns of a tile, unrolled where the tile is full, with a statement for each row r. */
    static void columns(Code code, int unroll, String statement) {
        code.add("if (count == TILE) {\n#pragma unroll " + unroll + "\nfor (int t = lane; t < TILE; t += LANES) {");
        eachRow(code, statement);
        code.add("}\n} else {\n#pragma unroll 1\nfor (int t = lane; t < count; t += LANES) {");
        eachRow(code, statement);
        code.add("}\n}");
    }

    private static void eachRow(Code code, String statement) {
        code.add("const Column y = tile[t];\n#pragma unroll\nfor (int r = 0; r < ROWS; r++) {");
        code.add(statement);
        code.add("}");
    }
}
