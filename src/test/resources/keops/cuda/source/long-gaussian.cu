// Sum over j of Exp(-SqDist(x,y)) * b
// in float32, thread tile: 8 x 8 pairs per thread, vectors in pieces of 20
#define THREADS 256
#define ROWS 1
#define TILE 4
// The arguments, the outputs, room for partial results, and sizes.
struct Call {
    const float* __restrict__ a0;
    const float* __restrict__ a1;
    const float* __restrict__ a2;
    const float* __restrict__ a3;
    float* __restrict__ out0;
    void* partials;
    double* total_partials;
    void* parameter_values;
    const volatile int* stop;
    long long rows, first_row, columns, slice_columns, slices, total_blocks;
};

// Parameters: what depends on parameters only.
struct Parameters {
};

// Row: what depends on the row.
struct Row {
};

// Column: what depends on the column.
struct alignas(8) Column {
    float v406, v402;
};

static __device__ __forceinline__ Parameters load_parameters(const Call& call) {
    Parameters r = {};
    return r;
}

static __device__ __forceinline__ Row load_row(const Call& call, const Parameters& p, long long i) {
    Row r = {};
    return r;
}

static __device__ __forceinline__ Column load_column(const Call& call, const Parameters& p, long long j) {
    Column r;
    const float v406 = call.a2[j * 1 + 0];
    r.v406 = v406;
    return r;
}

// The sums of a row, and the rounding errors that were made.
struct State {
    float sum[1], error[1];
    __device__ __forceinline__ void clear() {
#pragma unroll
        for (int k = 0; k < 1; k++) {
            sum[k] = 0.0f;
        }
#pragma unroll
        for (int k = 0; k < 1; k++) {
            error[k] = 0.0f;
        }
    }
    __device__ __forceinline__ void add(int k, float term) {
        const float total = sum[k] + term;
        const float added = total - sum[k];
        error[k] += (sum[k] - (total - added)) + (term - added);
        sum[k] = total;
    }
    // An error that is not finite comes from a sum that is not.
    __device__ __forceinline__ float value(int k) const {
        return error[k] - error[k] == 0 ? sum[k] + error[k] : sum[k];
    }
    __device__ __forceinline__ void merge(State later) {
#pragma unroll
        for (int k = 0; k < 1; k++) {
            add(k, later.sum[k]);
            error[k] += later.error[k];
        }
    }
    __device__ __forceinline__ void store(const Call& call, long long slice, long long i) const {
        float* at = (float*) call.partials + slice * 2 * call.rows + i;
#pragma unroll
        for (int k = 0; k < 1; k++) {
            at[(0 + k) * call.rows] = sum[k];
        }
#pragma unroll
        for (int k = 0; k < 1; k++) {
            at[(1 + k) * call.rows] = error[k];
        }
    }
    __device__ __forceinline__ void load(const Call& call, long long slice, long long i) {
        const float* at = (float*) call.partials + slice * 2 * call.rows + i;
#pragma unroll
        for (int k = 0; k < 1; k++) {
            sum[k] = at[(0 + k) * call.rows];
        }
#pragma unroll
        for (int k = 0; k < 1; k++) {
            error[k] = at[(1 + k) * call.rows];
        }
    }
};

// The sums of a row over the columns of a tile.
struct Tally {
    float sum[1];
};

// Adds a pair.
static __device__ __forceinline__ void add_pair(const Parameters& p, const Row& x, const Column& y, Tally& tally) {
    const float v404 = y.v402 * (-1.0f);
    const float v405 = exp2f(v404);
    tally.sum[0] = fmaf(v405, y.v406, tally.sum[0]);
}

static __device__ __forceinline__ void begin(State (&state)[ROWS], Tally (&tally)[ROWS]) {
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
#pragma unroll
        for (int k = 0; k < 1; k++) {
            tally[r].sum[k] = 0.0f;
        }
    }
}

static __device__ __forceinline__ void end(State (&state)[ROWS], Tally (&tally)[ROWS]) {
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
#pragma unroll
        for (int k = 0; k < 1; k++) {
            state[r].add(k, tally[r].sum[k]);
        }
    }
}

// Takes every LANES-th of the columns in a tile, from the given lane on.
template <int LANES>
static __device__ __forceinline__ void visit(const Parameters& p, const Row (&x)[ROWS], State (&state)[ROWS],
Tally (&tally)[ROWS], const Column* tile, int lane, int count, int position) {
    if (count == TILE) {
#pragma unroll 4
        for (int t = lane; t < TILE; t += LANES) {
            const Column y = tile[t];
#pragma unroll
            for (int r = 0; r < ROWS; r++) {
                add_pair(p, x[r], y, tally[r]);
            }
        }
    } else {
#pragma unroll 4
        for (int t = lane; t < TILE; t += LANES) {
            if (t >= count) {
                break;
            }
            const Column y = tile[t];
#pragma unroll
            for (int r = 0; r < ROWS; r++) {
                add_pair(p, x[r], y, tally[r]);
            }
        }
    }
}

// Writes the sums of row i.
static __device__ __forceinline__ void write_row(const Call& call, const Parameters& p, long long i, const State& state) {
#pragma unroll
    for (int k = 0; k < 1; k++) {
        call.out0[i * 1 + k] = state.value(k);
    }
}

// Adds the term of one component.
static __device__ __forceinline__ void add_term(const Parameters& p, int d, float a, float b, float& sum) {
    const float t0 = a;
    const float t1 = b;
    const float t2 = t0 - t1;
    sum = fmaf(t2, t2, sum);
}

// Stages pieces of long vectors and sums over them, then computes the rest of the formula per pair.
extern "C" __global__ void __launch_bounds__(THREADS, 2) reduce(const __grid_constant__ Call call) {
    __shared__ __align__(16) float rows[20][128 + 4], columns[20][128 + 4];
    __shared__ Row row_values[128];
    __shared__ Column column_values[128];
    __shared__ int stopped;
    const Parameters p = load_parameters(call);
    const int tx = threadIdx.x % 16, ty = threadIdx.x / 16;
    const int own = threadIdx.x / (THREADS / 128), own_part = threadIdx.x % (THREADS / 128) * 10;
    const long long first_row = (long long) blockIdx.x * 128;
    const long long begin_column = blockIdx.y * call.slice_columns;
    const int count = (int) min(call.slice_columns, call.columns - begin_column);
    const long long i = min(first_row + own, call.rows - 1);
    for (int t = threadIdx.x; t < 128; t += THREADS) {
        row_values[t] = load_row(call, p, min(first_row + t, call.rows - 1));
    }
    __shared__ State states[8][THREADS];
#pragma unroll
    for (int r = 0; r < 8; r++) {
        (*(State (*)[1]) &states[r][threadIdx.x])[0].clear();
    }
    for (int j0 = 0; j0 < count; j0 += 128) {
        float sums[8][8];
#pragma unroll
        for (int r = 0; r < 8; r++) {
#pragma unroll
            for (int c = 0; c < 8; c++) {
                sums[r][c] = 0;
            }
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            stopped = *call.stop;
        }
        for (int t = threadIdx.x; t < 128; t += THREADS) {
            column_values[t] = load_column(call, p, begin_column + min(j0 + t, count - 1));
        }
        const long long j = begin_column + min(j0 + own, count - 1);
#pragma unroll 1
        for (int d0 = 0; d0 < 100; d0 += 20) {
            __syncthreads();
#pragma unroll
            for (int n = 0; n < 10; n++) {
                const int k = own_part + n, d = d0 + k;
                {
                    rows[k][own] = (1.2011224f * call.a0[i * 100 + d]);
                    columns[k][own] = (1.2011224f * call.a1[j * 100 + d]);
                }
            }
            __syncthreads();
#pragma unroll
            for (int k = 0; k < 20; k++) {
                float a[8], b[8];
#pragma unroll
                for (int q = 0; q < 8; q++) {
                    a[q] = rows[k][ty * 4 + q % 4 + q / 4 * 64];
                    b[q] = columns[k][tx * 4 + q % 4 + q / 4 * 64];
                }
#pragma unroll
                for (int r = 0; r < 8; r++) {
#pragma unroll
                    for (int c = 0; c < 8; c++) {
                        add_term(p, d0 + k, a[r], b[c], sums[r][c]);
                    }
                }
            }
        }
        if (stopped) {
            return;
        }
#pragma unroll
        for (int r = 0; r < 8; r++) {
            const Row x[1] = {row_values[ty * 4 + r % 4 + r / 4 * 64]};
            Tally tally[1];
            begin(*(State (*)[1]) &states[r][threadIdx.x], tally);
#pragma unroll
            for (int half = 0; half < 2; half++) {
                const int from = tx * 4 + half * 64;
                Column y[4];
#pragma unroll
                for (int c = 0; c < 4; c++) {
                    y[c].v406 = column_values[from + c].v406;
                    y[c].v402 = sums[r][half * 4 + c];
                }
                const int left = min(count - j0 - from, 4);
                if (left > 0) {
                    visit<1>(p, x, *(State (*)[1]) &states[r][threadIdx.x], tally, y, 0, left, j0 + from);
                }
            }
            end(*(State (*)[1]) &states[r][threadIdx.x], tally);
        }
    }
#pragma unroll
    for (int r = 0; r < 8; r++) {
        for (int width = 1; width < 16; width *= 2) {
            __syncthreads();
            if (tx % (2 * width) == 0) {
                states[r][threadIdx.x].merge(states[r][threadIdx.x + width]);
            }
        }
    }
#pragma unroll
    for (int r = 0; r < 8; r++) {
        const long long i = first_row + ty * 4 + r % 4 + r / 4 * 64;
        if (tx == 0 && i < call.rows) {
            if (call.slices == 1) {
                write_row(call, p, i, (*(State (*)[1]) &states[r][threadIdx.x])[0]);
            } else {
                (*(State (*)[1]) &states[r][threadIdx.x])[0].store(call, blockIdx.y, i);
            }
        }
    }
}

// Merges the slices of a row, in their order.
extern "C" __global__ void __launch_bounds__(THREADS) merge(const __grid_constant__ Call call) {
    const long long i = (long long) blockIdx.x * THREADS + threadIdx.x;
    if (i < call.rows && !*call.stop) {
        const Parameters p = load_parameters(call);
        State state, later;
        state.load(call, 0, i);
        for (long long slice = 1; slice < call.slices; slice++) {
            later.load(call, slice, i);
            state.merge(later);
        }
        write_row(call, p, i, state);
    }
}

