package keops.cuda.source;

import java.util.Optional;
import keops.cuda.source.EntryPoint.Grid;
import keops.plan.Plan;
import keops.program.Extent;
import keops.program.Stage;

/**
 * The template for most formulas: each thread keeps some rows in registers, tiles of columns are staged in shared
 * memory, and a thread uses each column that it reads for all of its rows.
 */
final class RowTile implements Template {
    static final int THREADS = 128;
    private static final int LARGEST_TILE = 256;
    private static final int SHARED_BYTES = 32 * 1024;
    /** The number of registers of a multiprocessor, and the most of a thread. */
    private static final int REGISTERS = 1 << 16;

    private static final int MOST_REGISTERS = 255;
    /** With more registers per thread, the occupancy is too low to hide latencies. */
    private static final int GOOD_REGISTERS = 128;
    /** The registers for temporary values, addresses and counters. */
    private static final int OTHER_NUMBERS = 20;
    /** With more, the 128 registers per thread of four resident blocks did not suffice in experiments. */
    private static final int MOST_OF_FOUR_BLOCKS = 104;
    private static final int MOST_LIGHT_OPERATIONS = 32;
    private static final int FEW_LANES = 32;
    private static final String OPEN =
            "state[r].open(call, blockIdx.y, i);\nif (i < call.rows) {\nstate[r].clear();\n}";
    private static final int MOST_LANE_BYTES = 12 * 1024;

    private final StageText stages;
    private final StateText state;
    private final Plan plan;
    private final int rows;
    /** The number of blocks that must be resident on a multiprocessor. */
    private final int blocks;
    private final int tile;
    private final int columnBytes;

    RowTile(StageText stages, StateText state, Plan plan) {
        this.stages = stages;
        this.state = state;
        this.plan = plan;
        int words = stages.width(Stage.ROW) * stages.real().words() + state.hotWords() + 2;
        int others = OTHER_NUMBERS * stages.real().words();
        int most = (GOOD_REGISTERS - others) / words;
        this.rows = most >= 4 ? 4 : most >= 2 ? 2 : 1;
        int registers = rows * words + others;
        this.blocks = registers <= 64 && isLight() ? 8 : registers <= MOST_OF_FOUR_BLOCKS ? 4 : 2;
        this.columnBytes = padded(stages.width(Stage.COLUMN) * stages.real().bytes());
        this.tile = Math.clamp(Integer.highestOneBit(SHARED_BYTES / columnBytes), 1, LARGEST_TILE);
    }

    /** Whether few intermediate values are live at a time: long formulas and library functions need registers, too. */
    private boolean isLight() {
        return stages.cut().pairOperations() <= MOST_LIGHT_OPERATIONS && !stages.cut().callsPerPair();
    }

    private static int padded(int bytes) {
        return bytes <= 4 ? 4 : bytes <= 8 ? 8 : Math.ceilDiv(bytes, 16) * 16;
    }

    @Override
    public String description() {
        return "row tile: " + rows + " rows per thread, " + tile + " columns per tile";
    }

    @Override
    public int threads() {
        return THREADS;
    }

    @Override
    public int rowsPerVisit() {
        return rows;
    }

    @Override
    public int columnsPerVisit() {
        return tile;
    }

    /** Unrolls to at most 128 operations, but by at least one column. */
    @Override
    public int unroll() {
        return Math.clamp(Long.highestOneBit(128 / Math.max(1, stages.cut().pairOperations())), 1, 8);
    }

    @Override
    public int tail() {
        return 1;
    }

    @Override
    public boolean mergesLanes() {
        return few().isPresent();
    }

    @Override
    public EntryPoint reduce() {
        return entry("reduce", 1, 0);
    }

    private EntryPoint entry(String name, int lanes, int laneBytes) {
        return new EntryPoint(name, Grid.ROWS_AND_SLICES, THREADS, rows, THREADS / lanes * rows, tile,
                tile * columnBytes + Integer.BYTES + totalBytes() + laneBytes + stages.parameters().sharedBytes(),
                Math.min(MOST_REGISTERS, REGISTERS / (THREADS * blocks)));
    }

    private int totalBytes() {
        return plan.dim(Extent.PAIRS) > 0 ? THREADS * Double.BYTES : 0;
    }

    @Override
    public Optional<EntryPoint> few() {
        long laneBytes = state.heldBytes(stages.real()) * THREADS;
        return laneBytes <= MOST_LANE_BYTES && !state.isStoredAlways()
                ? Optional.of(entry("reduce_few", FEW_LANES, (int) laneBytes))
                : Optional.empty();
    }

    @Override
    public void declare(Code code) {
        code.add("""
                template <int LANES>
                static __device__ __forceinline__ void reduce_rows(const Call& call) {
                    __shared__ Column tile[TILE];
                    __shared__ int stopped;""");
        stages.parameters().inLoops(code);
        code.add("""
                    const int lane = threadIdx.x % LANES;
                    const long long first = (long long) blockIdx.x * (THREADS / LANES * ROWS) + threadIdx.x / LANES;
                    Row x[ROWS];
                    State state[ROWS];
                    Tally tally[ROWS];
                    #pragma unroll
                    for (int r = 0; r < ROWS; r++) {
                        const long long i = first + r * (THREADS / LANES);
                        x[r] = load_row(call, p, i < call.rows ? i : call.rows - 1);
                        CLEAR
                    }
                    const long long begin_column = blockIdx.y * call.slice_columns;
                    const long long end_column = min(begin_column + call.slice_columns, call.columns);
                    for (long long j = begin_column; j < end_column; j += TILE) {
                        const int count = (int) min(end_column - j, (long long) TILE);
                        __syncthreads();
                        const int stop = threadIdx.x == 0 ? *call.stop : 0;
                        for (int t = threadIdx.x; t < count; t += THREADS) {
                            tile[t] = load_column(call, p, j + t);
                        }
                        if (threadIdx.x == 0) {
                            stopped = stop;
                        }
                        __syncthreads();
                        if (stopped) {
                            return;
                        }
                        begin(state, tally);
                        visit<LANES>(p, x, state, tally, tile, lane, count, (int) (j - begin_column));
                        end(state, tally);
                    }""".replace("CLEAR", state.isStoredAlways() ? OPEN : "state[r].clear();"));
        if (few().isPresent()) {
            code.add("""
                    if (LANES > 1) {
                        merge_lanes<LANES>(state);
                    }""");
        }
        Shared.writeRows(code, plan, state, "ROWS", "first + r * (THREADS / LANES)", "lane == 0", "state[r]");
        code.add("}");
        entryPoint(code, "reduce", "reduce_rows<1>(call);");
        if (few().isPresent()) {
            entryPoint(code, "reduce_few", "reduce_rows<" + FEW_LANES + ">(call);");
        }
    }

    private void entryPoint(Code code, String name, String statement) {
        code.add("extern \"C\" __global__ void __launch_bounds__(THREADS, " + blocks + ") " + name
                + "(const __grid_constant__ Call call) {\n" + statement + "\n}");
    }
}
