package keops.cuda.source;

/** Pieces of the function that takes the columns of a tile. */
final class Visit {
    private Visit() {}

    /** The head of the function. */
    static void open(Code code) {
        code.comment("Takes every LANES-th of the columns in a tile, from the given lane on.");
        code.add("template <int LANES>");
        code.add("static __device__ __forceinline__ void visit(const Parameters& p, const Row (&x)[ROWS], "
                + "State (&state)[ROWS], const Column* tile, int lane, int count, int position) {");
    }

    /** Statements for each row r. */
    static void eachRow(Code code, String statements) {
        code.add("#pragma unroll\nfor (int r = 0; r < ROWS; r++) {");
        code.add(statements);
        code.add("}");
    }

    /** Statements for each k below a length. */
    static String each(int length, String statements) {
        return "#pragma unroll\nfor (int k = 0; k < " + length + "; k++) {\n" + statements + "\n}";
    }

    /** A loop over the columns of a tile, unrolled where the tile is full, with statements for each row r and column y. */
    static void columns(Code code, int unroll, String statements) {
        code.add("if (count == TILE) {\n#pragma unroll " + unroll + "\nfor (int t = lane; t < TILE; t += LANES) {");
        column(code, "t", statements);
        code.add("}\n} else {\n#pragma unroll 1\nfor (int t = lane; t < count; t += LANES) {");
        column(code, "t", statements);
        code.add("}\n}");
    }

    /** Statements for each row r, and the column y at a place in the tile. */
    static void column(Code code, String place, String statements) {
        code.add("const Column y = tile[" + place + "];");
        eachRow(code, statements);
    }
}
