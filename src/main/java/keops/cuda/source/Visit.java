package keops.cuda.source;

/** Parts of the function {@code visit}, which processes the columns of a tile. */
final class Visit {
    private Visit() {}

    /** Writes {@code begin} and {@code end}: statements for each row r, before and after the columns of a tile. */
    static void around(Code code, String before, String after) {
        for (String name : new String[] {"begin", "end"}) {
            code.add("static __device__ __forceinline__ void " + name
                    + "(State (&state)[ROWS], Tally (&tally)[ROWS]) {");
            eachRow(code, name.equals("begin") ? before : after);
            code.add("}");
        }
    }

    /** Writes the head of {@code visit}. */
    static void open(Code code) {
        code.comment("Takes every LANES-th of the columns in a tile, from the given lane on.");
        code.add("template <int LANES>");
        code.add("static __device__ __forceinline__ void visit(const Parameters& p, const Row (&x)[ROWS], "
                + "State (&state)[ROWS],");
        code.add("Tally (&tally)[ROWS], const Column* tile, int lane, int count, int position) {");
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

    /** Writes a loop over the columns of a tile, with statements for each row r and column y. */
    static void columns(Code code, int unroll, int tail, String statements) {
        code.add("if (count == TILE) {\n#pragma unroll " + unroll + "\nfor (int t = lane; t < TILE; t += LANES) {");
        column(code, "t", statements);
        code.add("}\n} else {");
        tail(code, "int t = lane", "t", "count", tail);
        column(code, "t", statements);
        code.add("}\n}");
    }

    /** Writes the head of a loop that ends at or before the end of the tile. */
    static void tail(Code code, String start, String place, String end, int unroll) {
        code.add("#pragma unroll " + unroll + "\nfor (" + start + "; " + place + " < TILE; " + place + " += LANES) {");
        code.add("if (" + place + " >= " + end + ") {\nbreak;\n}");
    }

    /** Writes statements for each row r, with y the column at a place in the tile. */
    static void column(Code code, String place, String statements) {
        code.add("const Column y = tile[" + place + "];");
        eachRow(code, statements);
    }
}
