package keops.cuda.source;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keops.program.Scalar;
import keops.program.Stage;

/**
 * Writes what crosses into the loop over pairs: the structures {@code Parameters}, {@code Row} and {@code Column}, the
 * functions that load them, and, for the reductions, the values of a pair {@code (p, x, y)}.
 */
final class StageText {
    private final Real real;
    private final Cut cut;
    private final List<Storage> storage;
    private final Map<Integer, Integer> dims;

    /**
     * A writer.
     *
     * @param storage how each argument is stored
     * @param dims the dimension of each argument that has rows
     */
    StageText(Real real, Cut cut, List<Storage> storage, Map<Integer, Integer> dims) {
        this.real = real;
        this.cut = cut;
        this.storage = storage;
        this.dims = dims;
    }

    Real real() {
        return real;
    }

    Cut cut() {
        return cut;
    }

    /** Writes the structures and the functions that load them. */
    void declare(Code code) {
        struct(code, "Parameters", Stage.PARAMETER, "what depends on parameters only");
        struct(code, "Row", Stage.I, "what depends on the row");
        struct(code, "Column", Stage.J, "what depends on the column");
        function(code, "Parameters load_parameters(const Call& call)", Stage.PARAMETER, "Parameters");
        function(code, "Row load_row(const Call& call, const Parameters& p, long long i)", Stage.I, "Row");
        function(code, "Column load_column(const Call& call, const Parameters& p, long long j)", Stage.J, "Column");
    }

    private void struct(Code code, String name, Stage stage, String what) {
        int bytes = cut.width(stage) * real.bytes();
        String alignment = stage == Stage.J && bytes > real.bytes() ? "alignas(" + (bytes <= 8 ? 8 : 16) + ") " : "";
        code.comment(name + ": " + what + ".");
        code.add("struct " + alignment + name + " {");
        List<Integer> alone = cut.alone().get(stage);
        if (!alone.isEmpty()) {
            code.add(real.cType() + " " + alone.stream().map(v -> "v" + v).collect(Collectors.joining(", ")) + ";");
        }
        for (Cut.Stream stream : cut.streams(stage)) {
            code.add(real.cType() + " " + stream.field() + "[" + stream.values().size() + "];");
        }
        code.add("};");
    }

    private void function(Code code, String signature, Stage stage, String type) {
        code.add("static __device__ __forceinline__ " + signature + " {");
        code.add(type + " r;");
        var lines = new ScalarLines(code, real, cut.program(), new Loads(),
                stage == Stage.PARAMETER ? Map.of() : parameters());
        for (Cut.Stream stream : cut.streams(stage)) {
            Scalar.Load run = consecutive(stream);
            if (run == null) {
                lines.write(stream.values());
                for (int k = 0; k < stream.values().size(); k++) {
                    code.add("r." + stream.field() + "[" + k + "] = " + lines.text(stream.values().get(k)) + ";");
                }
            } else {
                code.add("#pragma unroll " + Math.min(stream.values().size(), 128));
                code.add("for (int k = 0; k < " + stream.values().size() + "; k++) {");
                code.add("r." + stream.field() + "[k] = " + load(run, "k") + ";");
                code.add("}");
            }
        }
        List<Integer> alone = cut.alone().get(stage);
        lines.write(alone);
        alone.forEach(v -> code.add("r.v" + v + " = " + lines.text(v) + ";"));
        code.add("return r;");
        code.add("}");
    }

    /** The first of the loads of a vector that are consecutive components of one argument, else null. */
    private Scalar.Load consecutive(Cut.Stream stream) {
        if (!(cut.program().values().get(stream.values().getFirst()) instanceof Scalar.Load first)) {
            return null;
        }
        for (int k = 1; k < stream.values().size(); k++) {
            Scalar expected = new Scalar.Load(first.argument(), first.component() + k, first.stage());
            if (!cut.program().values().get(stream.values().get(k)).equals(expected)) {
                return null;
            }
        }
        return first;
    }

    /** Lines for the values of the pair {@code (p, x, y)} in row i. */
    ScalarLines pair(Code code, String supplied) {
        var known = new HashMap<>(parameters());
        cut.alone().get(Stage.I).forEach(v -> known.put(v, "x.v" + v));
        cut.alone().get(Stage.J).forEach(v -> known.put(v, "y.v" + v));
        return new ScalarLines(code, real, cut.program(), new Crossed(supplied), known);
    }

    /** Lines for values of row {@code i} that are computed from the arguments again. */
    ScalarLines row(Code code) {
        return new ScalarLines(code, real, cut.program(), new Loads(), parameters());
    }

    private Map<Integer, String> parameters() {
        var known = new LinkedHashMap<Integer, String>();
        cut.alone().get(Stage.PARAMETER).forEach(v -> known.put(v, "p.v" + v));
        return known;
    }

    private String load(Scalar.Load load, String plus) {
        String component = Stream.of(load.component() == 0 && !plus.isEmpty() ? "" : "" + load.component(), plus)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" + "));
        String offset = switch (load.stage()) {
            case I -> "i * " + dims.get(load.argument()) + " + " + component;
            case J -> "j * " + dims.get(load.argument()) + " + " + component;
            case CONSTANT, PARAMETER, IJ -> component;
        };
        Storage stored = storage.get(load.argument());
        String read = stored.converted("call.a" + load.argument() + "[" + offset + "]");
        return stored == Storage.FLOAT64 && real == Real.FLOAT ? "(float) " + read : read;
    }

    /** Values come from the arguments, of row i or of column j. */
    private final class Loads implements ScalarLines.Leaves {
        @Override
        public String load(Scalar.Load load) {
            return StageText.this.load(load, "");
        }

        @Override
        public String index(Scalar.Index index) {
            return "(" + real.cType() + ") " + (index.stage() == Stage.I ? "(call.first_row + i)" : "j");
        }

        @Override
        public String supplied(Scalar.Supplied supplied) {
            throw new IllegalStateException("nothing is supplied outside of pairs");
        }

        @Override
        public String element(List<Integer> stream, String index) {
            return null;
        }
    }

    /** Values come from what crossed. */
    private final class Crossed implements ScalarLines.Leaves {
        private final String supplied;

        Crossed(String supplied) {
            this.supplied = supplied;
        }

        @Override
        public String load(Scalar.Load load) {
            throw new IllegalStateException("arguments cross into the loop over pairs: " + load);
        }

        @Override
        public String index(Scalar.Index index) {
            throw new IllegalStateException("indices cross into the loop over pairs: " + index);
        }

        @Override
        public String supplied(Scalar.Supplied value) {
            return supplied;
        }

        @Override
        public String element(List<Integer> values, String index) {
            Cut.Stream stream = cut.streams().get(values);
            String owner = switch (stream.stage()) {
                case I -> "x";
                case J -> "y";
                case CONSTANT, PARAMETER, IJ -> "p";
            };
            return owner + "." + stream.field() + "[" + index + "]";
        }
    }
}
