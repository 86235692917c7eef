package keops.cuda.source;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import keops.cuda.source.EntryPoint.Grid;
import keops.plan.Plan;
import keops.program.Scalar;
import keops.program.Stage;

/**
 * The template for formulas that use long vectors in one sum only, such as a squared distance or a scalar product. As
 * in a matrix product, a block stages pieces of 128 rows and 128 columns in shared memory, and each of its 256 threads
 * accumulates 8 x 8 pairs in registers, so that each loaded scalar is used eight times. The rest of the formula is the
 * epilogue of a tile. In double precision tiles have half the edge length.
 */
final class ThreadTile implements Template {
    /** Vectors up to this length fit into the registers of {@link RowTile}, which unrolls their sums. */
    static final int LONGEST_WRITTEN_OUT = 40;
    private static final int THREADS = 256;
    private static final int LONGEST_PIECE = 20;
    private static final int SHARED_BYTES = 46 * 1024;
    /** Merges the states of neighbouring threads, which share a row. */
    private static final String MERGE_SHARED = """
            for (int width = 1; width < 16; width *= 2) {
                __syncthreads();
                if (tx % (2 * width) == 0) {
                    states[r][threadIdx.x].merge(states[r][threadIdx.x + width]);
                }
            }""";

    private final Plan plan;
    private final StageText stages;
    private final StateText state;
    private final Real real;
    private final int fold;
    private final Cut.Stream rowVector;
    private final Cut.Stream columnVector;
    private final int halves;
    private final int piece;
    private final int length;

    private ThreadTile(
            Plan plan, StageText stages, StateText state, int fold, Cut.Stream rowVector, Cut.Stream columnVector) {
        this.plan = plan;
        this.stages = stages;
        this.state = state;
        this.real = stages.real();
        this.fold = fold;
        this.rowVector = rowVector;
        this.columnVector = columnVector;
        this.halves = real == Real.FLOAT ? 2 : 1;
        this.length = rowVector.values().size();
        this.piece = piece(length);
    }

    /** The longest piece that divides the length, else 16. */
    private static int piece(int length) {
        for (int piece = LONGEST_PIECE; piece >= 8; piece -= 4) {
            if (length % piece == 0) {
                return piece;
            }
        }
        return 16;
    }

    /** The only sum over long vectors, for which the template can be used; empty if there is not exactly one. */
    static Optional<Integer> fold(Cut cut) {
        List<Integer> folds = cut.foldsPerPair();
        if (folds.size() != 1) {
            return Optional.empty();
        }
        var sum = (Scalar.Fold) cut.program().values().get(folds.getFirst());
        return sum.length() > LONGEST_WRITTEN_OUT
                        && cut.streams(Stage.ROW).size() == 1
                        && cut.streams(Stage.COLUMN).size() == 1
                        && cut.alone().get(Stage.ROW).size() <= 8
                        && cut.alone().get(Stage.COLUMN).size() <= 16
                ? Optional.of(folds.getFirst())
                : Optional.empty();
    }

    /** The template, if the vectors are uniform and the state is small. */
    static Optional<ThreadTile> of(Plan plan, StageText stages, StateText state, int fold) {
        var tile = new ThreadTile(plan, stages, state, fold, stages.cut().streams(Stage.ROW).getFirst(),
                stages.cut().streams(Stage.COLUMN).getFirst());
        return !state.isStoredAlways()
                        && tile.sharedBytes() <= SHARED_BYTES
                        && stages.element(tile.rowVector, "d").isPresent()
                        && stages.element(tile.columnVector, "d").isPresent()
                ? Optional.of(tile)
                : Optional.empty();
    }

    private int edge() {
        return 64 * halves;
    }

    private int perThread() {
        return 4 * halves;
    }

    private int sharedBytes() {
        int pieces = 2 * piece * (edge() + 4) * real.bytes();
        int alone = edge() * (stages.width(Stage.ROW) + stages.width(Stage.COLUMN) + 4) * real.bytes();
        long states = state.heldBytes(real) * THREADS;
        return Math.toIntExact(pieces + alone + Integer.BYTES + states * (sharesStates() ? perThread() : 1))
                + stages.parameters().sharedBytes();
    }

    /** Whether states are small enough for shared memory; they are accessed at most once per tile. */
    private boolean sharesStates() {
        return state.bytes() <= 12;
    }

    /**
     * The number of blocks that must be resident on a multiprocessor: states outside shared memory and held values need
     * many registers.
     */
    private int blocks() {
        return sharesStates() && !state.holdsValues() ? 2 : 1;
    }

    @Override
    public String description() {
        return "thread tile: " + perThread() + " x " + perThread() + " pairs per thread, vectors in pieces of " + piece;
    }

    @Override
    public int threads() {
        return THREADS;
    }

    @Override
    public int rowsPerVisit() {
        return 1;
    }

    @Override
    public int columnsPerVisit() {
        return 4;
    }

    @Override
    public int unroll() {
        return 4;
    }

    @Override
    public int tail() {
        return 4;
    }

    @Override
    public EntryPoint reduce() {
        return new EntryPoint("reduce", Grid.ROWS_AND_SLICES, THREADS, perThread(), edge(), edge(), sharedBytes(),
                Math.min(255, 256 / blocks()));
    }

    @Override
    public Optional<EntryPoint> few() {
        return Optional.empty();
    }

    @Override
    public boolean mergesLanes() {
        return !sharesStates();
    }

    @Override
    public void declare(Code code) {
        term(code);
        code.comment(
                "Stages pieces of long vectors and sums over them, then computes the rest of the formula per pair.");
        code.add(text("""
                extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS) reduce(\
                const __grid_constant__ Call call) {
                    __shared__ __align__(16) REAL rows[PIECE][EDGE + 4], columns[PIECE][EDGE + 4];
                    __shared__ Row row_values[EDGE];
                    __shared__ Column column_values[EDGE];
                    __shared__ int stopped;"""));
        stages.parameters().inLoops(code);
        code.add(text("""
                const int tx = threadIdx.x % 16, ty = threadIdx.x / 16;
                const int own = threadIdx.x / (THREADS / EDGE), own_part = threadIdx.x % (THREADS / EDGE) * SHARE;
                const long long first_row = (long long) blockIdx.x * EDGE;
                const long long begin_column = blockIdx.y * call.slice_columns;
                const int count = (int) min(call.slice_columns, call.columns - begin_column);
                const long long i = min(first_row + own, call.rows - 1);
                for (int t = threadIdx.x; t < EDGE; t += THREADS) {
                    row_values[t] = load_row(call, p, min(first_row + t, call.rows - 1));
                }
                DECLARE
                #pragma unroll
                for (int r = 0; r < SIDE; r++) {
                    (STATE)[0].clear();
                }
                for (int j0 = 0; j0 < count; j0 += EDGE) {
                    REAL sums[SIDE][SIDE];
                    #pragma unroll
                    for (int r = 0; r < SIDE; r++) {
                        #pragma unroll
                        for (int c = 0; c < SIDE; c++) {
                            sums[r][c] = 0;
                        }
                    }
                    __syncthreads();
                    if (threadIdx.x == 0) {
                        stopped = *call.stop;
                    }
                    for (int t = threadIdx.x; t < EDGE; t += THREADS) {
                        column_values[t] = load_column(call, p, begin_column + min(j0 + t, count - 1));
                    }
                    const long long j = begin_column + min(j0 + own, count - 1);
                    #pragma unroll 1
                    for (int d0 = 0; d0 < LENGTH; d0 += PIECE) {
                        __syncthreads();
                        #pragma unroll
                        for (int n = 0; n < SHARE; n++) {
                            const int k = own_part + n, d = d0 + k;
                            INSIDE {
                                rows[k][own] = ROW_ELEMENT;
                                columns[k][own] = COLUMN_ELEMENT;
                            }
                        }
                        __syncthreads();"""
                .replace("INSIDE", length % piece == 0 ? "" : "if (d < LENGTH)")));
        if (length % piece == 0) {
            products(code, "" + piece, "#pragma unroll");
        } else {
            code.add("if (d0 + " + piece + " <= " + length + ") {");
            products(code, "" + piece, "#pragma unroll");
            code.add("} else {");
            products(code, length + " - d0", "#pragma unroll 1");
            code.add("}");
        }
        code.add(text("""
                }
                if (stopped) {
                    return;
                }
                #pragma unroll
                for (int r = 0; r < SIDE; r++) {
                    const Row x[1] = {row_values[ty * 4 + r % 4 + r / 4 * 64]};
                    Tally tally[1];
                    begin(STATE, tally);
                    #pragma unroll
                    for (int half = 0; half < HALVES; half++) {
                        const int from = tx * 4 + half * 64;
                        Column y[4];
                        #pragma unroll
                        for (int c = 0; c < 4; c++) {
                            COPY
                            y[c].FOLD = sums[r][half * 4 + c];
                        }
                        const int left = min(count - j0 - from, 4);
                        if (left > 0) {
                            visit<1>(p, x, STATE, tally, y, 0, left, j0 + from);
                        }
                    }
                    end(STATE, tally);
                }
                }
                #pragma unroll
                for (int r = 0; r < SIDE; r++) {
                    MERGE
                }"""));
        Shared.writeRows(code, plan, state, "" + perThread(),
                "first_row + ty * 4 + r % 4 + r / 4 * 64", "tx == 0", text("(STATE)[0]"));
        code.add("}");
    }

    private String text(String text) {
        return text.replace("DECLARE", sharesStates()
                        ? "__shared__ State states[SIDE][THREADS];"
                        : "State state[SIDE][1];")
                .replace("STATE", sharesStates() ? "*(State (*)[1]) &states[r][threadIdx.x]" : "state[r]")
                .replace("MERGE", sharesStates() ? MERGE_SHARED : "merge_lanes<16>(state[r]);")
                .replace("REAL", real.cType())
                .replace("BLOCKS", "" + blocks())
                .replace("SHARE", "" + piece * edge() / THREADS)
                .replace("PIECE", "" + piece)
                .replace("EDGE", "" + edge())
                .replace("SIDE", "" + perThread())
                .replace("HALVES", "" + halves)
                .replace("LENGTH", "" + length)
                .replace("COPY", copiedFields())
                .replace("FOLD", "v" + fold)
                .replace("ROW_ELEMENT", stages.element(rowVector, "d").orElseThrow())
                .replace("COLUMN_ELEMENT", stages.element(columnVector, "d").orElseThrow());
    }

    /** Copies field by field, without the sum and the padding of a column. */
    private String copiedFields() {
        return stages.cut().alone().get(Stage.COLUMN).stream()
                .map(v -> "y[c].v%d = column_values[from + c].v%d;".formatted(v, v))
                .collect(Collectors.joining("\n"));
    }

    private void products(Code code, String count, String unroll) {
        code.add(unroll + "\nfor (int k = 0; k < " + count + "; k++) {");
        code.add(text("""
                REAL a[SIDE], b[SIDE];
                #pragma unroll
                for (int q = 0; q < SIDE; q++) {
                    a[q] = rows[k][ty * 4 + q % 4 + q / 4 * 64];
                    b[q] = columns[k][tx * 4 + q % 4 + q / 4 * 64];
                }
                #pragma unroll
                for (int r = 0; r < SIDE; r++) {
                    #pragma unroll
                    for (int c = 0; c < SIDE; c++) {
                        add_term(p, d0 + k, a[r], b[c], sums[r][c]);
                    }
                }
                }"""));
    }

    /** Writes the function that adds a term of the sum over long vectors. */
    private void term(Code code) {
        code.comment("Adds the term of one component.");
        code.add("static __device__ __forceinline__ void add_term(const Parameters& p, int d, " + real.cType() + " a, "
                + real.cType() + " b, " + real.cType() + "& sum) {");
        stages.term(code, "sum", stream -> switch (stream.stage()) {
            case ROW -> "a";
            case COLUMN -> "b";
            case CONSTANT, PARAMETER, PAIR -> "p." + stream.field() + "[d]";
        });
        code.add("}");
    }
}
