package keops.cuda.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keops.program.Scalar;
import keops.program.Stage;

/**
 * Writes the structures {@code Parameters}, {@code Row} and {@code Column} of the live-out values of stages, the
 * functions that load them, and, for reductions, the values of a pair {@code (p, x, y)}.
 */
final class StageText {
    private static final int LONGEST_UNROLLED = 128;

    private final Real real;
    private final Cut cut;
    private final List<Storage> storage;
    private final Map<Integer, Integer> dims;
    private final OptionalInt given;
    private final ParameterText parameters;

    /**
     * A writer.
     *
     * @param storage the storage of each argument
     * @param dims the dimension of each argument that has rows
     * @param given a sum over vectors that the template computes: then the vectors of rows and columns are not in the
     *     structures, and the sum is a field of the column
     */
    StageText(Real real, Cut cut, List<Storage> storage, Map<Integer, Integer> dims, OptionalInt given) {
        this.real = real;
        this.cut = cut;
        this.storage = storage;
        this.dims = dims;
        this.given = given;
        this.parameters = new ParameterText(real, cut);
    }

    ParameterText parameters() {
        return parameters;
    }

    /** The number of scalars in the structure of a stage. */
    int width(Stage stage) {
        int alone = cut.alone().get(stage).size() + (stage == Stage.COLUMN ? (int) given.stream().count() : 0);
        return alone + streams(stage).stream().mapToInt(stream -> stream.values().size()).sum();
    }

    private List<Cut.Stream> streams(Stage stage) {
        return given.isPresent() && stage != Stage.PARAMETER ? List.of() : cut.streams(stage);
    }

    /**
     * The k-th component of a vector, from the arguments of row i or column j; empty if it depends on anything else.
     */
    Optional<String> element(Cut.Stream stream, String k) {
        return element(stream, k, known());
    }

    private Optional<String> element(Cut.Stream stream, String k, Map<Integer, String> known) {
        return new Uniform(real, cut.program(), new Uniform.Leaves() {
                    @Override
                    public String load(Scalar.Load first, String plus) {
                        return StageText.this.load(first, plus);
                    }

                    @Override
                    public Optional<String> known(int v) {
                        return Optional.ofNullable(known.get(v));
                    }
                }, k)
                .text(stream.values());
    }

    /** Writes the addition of a term of the sum that the template computes. */
    void term(Code code, String sum, Function<Cut.Stream, String> element) {
        var fold = (Scalar.Fold) cut.program().values().get(given.orElseThrow());
        new ScalarLines(code, real, cut.program(), new Crossed(""), known())
                .writeTerm(sum, fold, values -> element.apply(cut.streams().get(values)));
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
        struct(code, "Row", Stage.ROW, "what depends on the row");
        struct(code, "Column", Stage.COLUMN, "what depends on the column");
        function(code, "Parameters load_parameters(const Call& call)", Stage.PARAMETER, "Parameters");
        function(code, "Row load_row(const Call& call, const Parameters& p, long long i)", Stage.ROW, "Row");
        function(code, "Column load_column(const Call& call, const Parameters& p, long long j)",
                Stage.COLUMN, "Column");
    }

    private void struct(Code code, String name, Stage stage, String what) {
        int bytes = width(stage) * real.bytes();
        String alignment = stage == Stage.COLUMN && bytes > real.bytes()
                ? "alignas(" + (bytes <= 8 ? 8 : 16) + ") "
                : "";
        code.comment(name + ": " + what + ".");
        code.add("struct " + alignment + name + " {");
        var alone = new ArrayList<>(cut.alone().get(stage));
        if (stage == Stage.COLUMN) {
            given.ifPresent(alone::add);
        }
        if (!alone.isEmpty()) {
            code.add(real.cType() + " " + alone.stream().map(v -> "v" + v).collect(Collectors.joining(", ")) + ";");
        }
        for (Cut.Stream stream : streams(stage)) {
            code.add(real.cType() + " " + stream.field() + "[" + stream.values().size() + "];");
        }
        code.add("};");
    }

    private void function(Code code, String signature, Stage stage, String type) {
        code.add("static __device__ __forceinline__ " + signature + " {");
        code.add(type + (cut.alone().get(stage).isEmpty() && streams(stage).isEmpty() ? " r = {};" : " r;"));
        // Values of parameters are not known yet in the function that computes them.
        Map<Integer, String> known = stage == Stage.PARAMETER ? Map.of() : known();
        var lines = new ScalarLines(code, real, cut.program(), new Loads(known), known);
        for (Cut.Stream stream : streams(stage)) {
            Optional<String> element = element(stream, "k", known);
            if (element.isEmpty()) {
                lines.write(stream.values());
                for (int k = 0; k < stream.values().size(); k++) {
                    code.add("r." + stream.field() + "[k] = ".replace("k", "" + k)
                            + lines.text(stream.values().get(k)) + ";");
                }
            } else {
                code.add("#pragma unroll " + Math.min(stream.values().size(), LONGEST_UNROLLED));
                code.add("for (int k = 0; k < " + stream.values().size() + "; k++) {");
                code.add("r." + stream.field() + "[k] = " + element.get() + ";");
                code.add("}");
            }
        }
        List<Integer> alone = cut.alone().get(stage);
        lines.write(alone);
        alone.forEach(v -> code.add("r.v" + v + " = " + lines.text(v) + ";"));
        code.add("return r;");
        code.add("}");
    }

    /** A writer of the values of the pair {@code (p, x, y)} in row i. */
    ScalarLines pair(Code code, String supplied) {
        var known = new HashMap<>(known());
        cut.alone().get(Stage.ROW).forEach(v -> known.put(v, "x.v" + v));
        cut.alone().get(Stage.COLUMN).forEach(v -> known.put(v, "y.v" + v));
        given.ifPresent(v -> known.put(v, "y.v" + v));
        return new ScalarLines(code, real, cut.program(), new Crossed(supplied), known);
    }

    /** A writer of values of row {@code i} that are recomputed from the arguments. */
    ScalarLines row(Code code) {
        return new ScalarLines(code, real, cut.program(), new Loads(known()), known());
    }

    /** The values of parameters. */
    private Map<Integer, String> known() {
        var known = new LinkedHashMap<Integer, String>();
        cut.alone().get(Stage.PARAMETER).forEach(v -> known.put(v, "p.v" + v));
        return known;
    }

    private String load(Scalar.Load load, String plus) {
        String component = Stream.of(load.component() == 0 && !plus.isEmpty() ? "" : "" + load.component(), plus)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" + "));
        String offset = switch (load.stage()) {
            case ROW -> "i * " + dims.get(load.argument()) + " + " + component;
            case COLUMN -> "j * " + dims.get(load.argument()) + " + " + component;
            case CONSTANT, PARAMETER, PAIR -> component;
        };
        return storage.get(load.argument()).converted("call.a" + load.argument() + "[" + offset + "]", real);
    }

    /** Leaves that load from the arguments of row i or column j. */
    private final class Loads implements ScalarLines.Leaves {
        private final Map<Integer, String> known;

        Loads(Map<Integer, String> known) {
            this.known = known;
        }

        @Override
        public String load(Scalar.Load load) {
            return StageText.this.load(load, "");
        }

        @Override
        public String index(Scalar.Index index) {
            return "(" + real.cType() + ") " + (index.stage() == Stage.ROW ? "(call.first_row + i)" : "j");
        }

        @Override
        public String supplied(Scalar.Supplied supplied) {
            throw new IllegalStateException("nothing is supplied outside of pairs");
        }

        @Override
        public String element(List<Integer> values, String index) {
            Stage stage = cut.stages().get(values.getFirst());
            return StageText.this.element(new Cut.Stream(-1, stage, values), index, known).orElse(null);
        }
    }

    /** Leaves that read the structures. */
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
                case ROW -> "x";
                case COLUMN -> "y";
                case CONSTANT, PARAMETER, PAIR -> "p";
            };
            return owner + "." + stream.field() + "[" + index + "]";
        }
    }
}
