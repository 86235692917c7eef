// LogSumExp over j of -SqDist(x,y)
// in float32, row tile: 4 rows per thread, 256 columns per tile
#define THREADS 128
#define ROWS 4
#define TILE 256
// The arguments, the outputs, room for partial results, and sizes.
struct Call {
    const float* __restrict__ a0;
    const float* __restrict__ a1;
    const float* __restrict__ a2;
    const float* __restrict__ a3;
    const float* __restrict__ a4;
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
    float v7, v10, v13;
};

// Column: what depends on the column.
struct alignas(16) Column {
    float v8, v11, v14;
};

static __device__ __forceinline__ Parameters load_parameters(const Call& call) {
    Parameters r = {};
    return r;
}

static __device__ __forceinline__ Row load_row(const Call& call, const Parameters& p, long long i) {
    Row r;
    const float v0 = call.a0[i * 3 + 0];
    const float v1 = call.a0[i * 3 + 1];
    const float v2 = call.a0[i * 3 + 2];
    const float v7 = 1.2011224f * v0;
    const float v10 = 1.2011224f * v1;
    const float v13 = 1.2011224f * v2;
    r.v7 = v7;
    r.v10 = v10;
    r.v13 = v13;
    return r;
}

static __device__ __forceinline__ Column load_column(const Call& call, const Parameters& p, long long j) {
    Column r;
    const float v3 = call.a1[j * 3 + 0];
    const float v4 = call.a1[j * 3 + 1];
    const float v5 = call.a1[j * 3 + 2];
    const float v8 = 1.2011224f * v3;
    const float v11 = 1.2011224f * v4;
    const float v14 = 1.2011224f * v5;
    r.v8 = v8;
    r.v11 = v11;
    r.v14 = v14;
    return r;
}

// Sums of w 2^(f - shift), with exponents f in base 2, and the rounding errors that were made.
struct State {
    float shift[1], sum[1], error[1];
    __device__ __forceinline__ void clear() {
#pragma unroll
        for (int k = 0; k < 1; k++) {
            shift[k] = -3.4028235E38f;
        }
#pragma unroll
        for (int k = 0; k < 1; k++) {
            sum[k] = 0.0f;
        }
#pragma unroll
        for (int k = 0; k < 1; k++) {
            error[k] = 0.0f;
        }
    }
    // Infinities and NaN stay what they are, even times 0.
    static __device__ __forceinline__ float scaled(float value, float factor) {
        return value - value == 0 ? value * factor : value;
    }
    __device__ __forceinline__ void raise(float exponent) {
        if (exponent > shift[0]) {
            const float factor = exp2f(shift[0] - exponent);
#pragma unroll
            for (int k = 0; k < 1; k++) {
                sum[k] = scaled(sum[k], factor);
                error[k] = scaled(error[k], factor);
            }
            shift[0] = exponent;
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
        raise(later.shift[0]);
        later.raise(shift[0]);
#pragma unroll
        for (int k = 0; k < 1; k++) {
            add(k, later.sum[k]);
            error[k] += later.error[k];
        }
    }
    __device__ __forceinline__ void store(const Call& call, long long slice, long long i) const {
        float* at = (float*) call.partials + slice * 3 * call.rows + i;
#pragma unroll
        for (int k = 0; k < 1; k++) {
            at[(0 + k) * call.rows] = shift[k];
        }
#pragma unroll
        for (int k = 0; k < 1; k++) {
            at[(1 + k) * call.rows] = sum[k];
        }
#pragma unroll
        for (int k = 0; k < 1; k++) {
            at[(2 + k) * call.rows] = error[k];
        }
    }
    __device__ __forceinline__ void load(const Call& call, long long slice, long long i) {
        const float* at = (float*) call.partials + slice * 3 * call.rows + i;
#pragma unroll
        for (int k = 0; k < 1; k++) {
            shift[k] = at[(0 + k) * call.rows];
        }
#pragma unroll
        for (int k = 0; k < 1; k++) {
            sum[k] = at[(1 + k) * call.rows];
        }
#pragma unroll
        for (int k = 0; k < 1; k++) {
            error[k] = at[(2 + k) * call.rows];
        }
    }
};

// The sums over some columns, relative to the same shift.
struct Tally {
    float sum[1];
};

// The exponent of a pair, in base 2.
static __device__ __forceinline__ float exponent(const Parameters& p, const Row& x, const Column& y) {
    const float v9 = x.v7 - y.v8;
    const float v12 = x.v10 - y.v11;
    const float v15 = x.v13 - y.v14;
    const float v16 = -v15;
    const float v17 = -v12;
    const float v18 = -v9;
    const float v19 = v18 * v9;
    const float v20 = fmaf(v17, v12, v19);
    const float v21 = fmaf(v16, v15, v20);
    return v21;
}

// Adds the weighted powers of a pair.
static __device__ __forceinline__ void add_powers(const Parameters& p, const Row& x, const Column& y,
float minus_shift, float (&sums)[1], float& bare, float& largest) {
    const float v9 = x.v7 - y.v8;
    const float v12 = x.v10 - y.v11;
    const float v15 = x.v13 - y.v14;
    const float v16 = -v15;
    const float v17 = -v12;
    const float v18 = -v9;
    const float v22 = minus_shift;
    const float v23 = fmaf(v18, v9, v22);
    const float v24 = fmaf(v17, v12, v23);
    const float v25 = fmaf(v16, v15, v24);
    const float v28 = exp2f(v25);
    sums[0] += v28;
}

// Adds the weighted powers of a pair, whose exponent is rounded before it is shifted.
static __device__ __forceinline__ void add_rounded_powers(const Parameters& p, const Row& x, const Column& y,
float shift, float (&sums)[1], float& bare, float& largest) {
    const float v9 = x.v7 - y.v8;
    const float v12 = x.v10 - y.v11;
    const float v15 = x.v13 - y.v14;
    const float v16 = -v15;
    const float v17 = -v12;
    const float v18 = -v9;
    const float v19 = v18 * v9;
    const float v20 = fmaf(v17, v12, v19);
    const float v21 = fmaf(v16, v15, v20);
    const float v26 = shift;
    const float v27 = __fsub_rn(v21, v26);
    const float v29 = exp2f(v27);
    sums[0] += v29;
}

// Adds the columns from t to end, relative to their largest finite exponent if that is above the shift.
template <int LANES>
static __device__ __forceinline__ void add_block(const Parameters& p, const Row& x, const Column* tile,
int t, int end, State& state, float (&sums)[1]) {
    float highest = state.shift[0], bare = 0, largest = __int_as_float(0xff800000);
#pragma unroll 1
    for (int u = t; u < TILE; u += LANES) {
        if (u >= end) {
            break;
        }
        const float f = exponent(p, x, tile[u]);
        highest = f > highest && f < __int_as_float(0x7f800000) ? f : highest;
    }
#pragma unroll
    for (int k = 0; k < 1; k++) {
        state.add(k, sums[k]);
        sums[k] = 0;
    }
    state.raise(highest);
#pragma unroll 1
    for (int u = t; u < TILE; u += LANES) {
        if (u >= end) {
            break;
        }
        const Column y = tile[u];
        add_rounded_powers(p, x, y, state.shift[0], sums, bare, largest);
    }
}

static __device__ __forceinline__ void begin(State (&state)[ROWS], Tally (&tally)[ROWS]) {
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
#pragma unroll
        for (int k = 0; k < 1; k++) {
            tally[r].sum[k] = 0;
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
    int t = lane;
    const int block_columns = LANES == 1 ? 16 : 8;
    if (count == TILE) {
#pragma unroll 1
        for (; t + (block_columns - 1) * LANES < TILE; t += block_columns * LANES) {
            float block[ROWS][1], bare[ROWS], largest[ROWS];
#pragma unroll
            for (int r = 0; r < ROWS; r++) {
#pragma unroll
                for (int k = 0; k < 1; k++) {
                    block[r][k] = 0;
                }
                bare[r] = 0;
                largest[r] = __int_as_float(0xff800000);
            }
#pragma unroll
            for (int u = 0; u < block_columns; u++) {
                const Column y = tile[t + u * LANES];
#pragma unroll
                for (int r = 0; r < ROWS; r++) {
                    add_powers(p, x[r], y, -state[r].shift[0], block[r], bare[r], largest[r]);
                }
            }
            bool is_low = true;
#pragma unroll
            for (int r = 0; r < ROWS; r++) {
                is_low = is_low && block[r][0] < 65536.0f;
                is_low = is_low && fabsf(state[r].shift[0]) <= 1048576.0f;
            }
            if (__builtin_expect(is_low, 1)) {
#pragma unroll
                for (int r = 0; r < ROWS; r++) {
#pragma unroll
                    for (int k = 0; k < 1; k++) {
                        tally[r].sum[k] += block[r][k];
                    }
                }
            } else {
#pragma unroll
                for (int r = 0; r < ROWS; r++) {
                    add_block<LANES>(p, x[r], tile, t, t + block_columns * LANES, state[r], tally[r].sum);
                }
            }
        }
    }
    if (t < count) {
#pragma unroll
        for (int r = 0; r < ROWS; r++) {
            add_block<LANES>(p, x[r], tile, t, count, state[r], tally[r].sum);
        }
    }
}

static __device__ __forceinline__ void write_row(const Call& call, const Parameters& p, long long i, const State& state) {
#pragma unroll
    for (int k = 0; k < 1; k++) {
        call.out0[i * 1 + k] = (state.shift[0] + log2f(state.value(k))) * 0.6931472f;
    }
}

// Merges the states of neighbouring lanes into the first of them.
template <int LANES>
static __device__ __forceinline__ void merge_lanes(State (&state)[ROWS]) {
    __shared__ State shared[THREADS];
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
        for (int width = 1; width < LANES; width *= 2) {
            __syncthreads();
            shared[threadIdx.x] = state[r];
            __syncthreads();
            if (threadIdx.x % (2 * width) == 0) {
                state[r].merge(shared[threadIdx.x + width]);
            }
        }
    }
}

template <int LANES>
static __device__ __forceinline__ void reduce_rows(const Call& call) {
    __shared__ Column tile[TILE];
    __shared__ int stopped;
    const Parameters p = load_parameters(call);
    const int lane = threadIdx.x % LANES;
    const long long first = (long long) blockIdx.x * (THREADS / LANES * ROWS) + threadIdx.x / LANES;
    Row x[ROWS];
    State state[ROWS];
    Tally tally[ROWS];
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
        const long long i = first + r * (THREADS / LANES);
        x[r] = load_row(call, p, i < call.rows ? i : call.rows - 1);
        state[r].clear();
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
    }
    if (LANES > 1) {
        merge_lanes<LANES>(state);
    }
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
        const long long i = first + r * (THREADS / LANES);
        if (lane == 0 && i < call.rows) {
            if (call.slices == 1) {
                write_row(call, p, i, state[r]);
            } else {
                state[r].store(call, blockIdx.y, i);
            }
        }
    }
}

extern "C" __global__ void __launch_bounds__(THREADS, 8) reduce(const __grid_constant__ Call call) {
    reduce_rows<1>(call);
}

extern "C" __global__ void __launch_bounds__(THREADS, 8) reduce_few(const __grid_constant__ Call call) {
    reduce_rows<32>(call);
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

