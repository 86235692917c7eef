// Sum over j of Grad(Exp(-SqDist(x,y)) * b,x,e)
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
    float v9, v12, v15;
};

// Column: what depends on the column.
struct alignas(16) Column {
    float v1, v10, v13, v16;
};

static __device__ __forceinline__ Parameters load_parameters(const Call& call) {
    Parameters r = {};
    return r;
}

static __device__ __forceinline__ Row load_row(const Call& call, const Parameters& p, long long i) {
    Row r;
    const float v2 = call.a0[i * 3 + 0];
    const float v3 = call.a0[i * 3 + 1];
    const float v4 = call.a0[i * 3 + 2];
    const float v9 = 1.2011224f * v2;
    const float v12 = 1.2011224f * v3;
    const float v15 = 1.2011224f * v4;
    r.v9 = v9;
    r.v12 = v12;
    r.v15 = v15;
    return r;
}

static __device__ __forceinline__ Column load_column(const Call& call, const Parameters& p, long long j) {
    Column r;
    const float v1 = call.a2[j * 1 + 0];
    const float v5 = call.a1[j * 3 + 0];
    const float v6 = call.a1[j * 3 + 1];
    const float v7 = call.a1[j * 3 + 2];
    const float v10 = 1.2011224f * v5;
    const float v13 = 1.2011224f * v6;
    const float v16 = 1.2011224f * v7;
    r.v1 = v1;
    r.v10 = v10;
    r.v13 = v13;
    r.v16 = v16;
    return r;
}

// The sums of a row, and the rounding errors that were made.
struct State {
    float sum[3], error[3];
    __device__ __forceinline__ void clear() {
#pragma unroll
        for (int k = 0; k < 3; k++) {
            sum[k] = 0.0f;
        }
#pragma unroll
        for (int k = 0; k < 3; k++) {
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
        for (int k = 0; k < 3; k++) {
            add(k, later.sum[k]);
            error[k] += later.error[k];
        }
    }
    __device__ __forceinline__ void store(const Call& call, long long slice, long long i) const {
        float* at = (float*) call.partials + slice * 6 * call.rows + i;
#pragma unroll
        for (int k = 0; k < 3; k++) {
            at[(0 + k) * call.rows] = sum[k];
        }
#pragma unroll
        for (int k = 0; k < 3; k++) {
            at[(3 + k) * call.rows] = error[k];
        }
    }
    __device__ __forceinline__ void load(const Call& call, long long slice, long long i) {
        const float* at = (float*) call.partials + slice * 6 * call.rows + i;
#pragma unroll
        for (int k = 0; k < 3; k++) {
            sum[k] = at[(0 + k) * call.rows];
        }
#pragma unroll
        for (int k = 0; k < 3; k++) {
            error[k] = at[(3 + k) * call.rows];
        }
    }
};

// The sums of a row over the columns of a tile.
struct Tally {
    float sum[3];
};

// Adds a pair.
static __device__ __forceinline__ void add_pair(const Parameters& p, const Row& x, const Column& y, Tally& tally) {
    const float v11 = x.v9 - y.v10;
    const float v14 = x.v12 - y.v13;
    const float v17 = x.v15 - y.v16;
    const float v18 = -v17;
    const float v19 = -v14;
    const float v20 = -v11;
    const float v21 = v20 * v11;
    const float v22 = fmaf(v19, v14, v21);
    const float v23 = fmaf(v18, v17, v22);
    const float v24 = exp2f(v23);
    const float v25 = v24 * y.v1;
    tally.sum[0] = fmaf(v25, v11, tally.sum[0]);
    tally.sum[1] = fmaf(v25, v14, tally.sum[1]);
    tally.sum[2] = fmaf(v25, v17, tally.sum[2]);
}

static __device__ __forceinline__ void begin(State (&state)[ROWS], Tally (&tally)[ROWS]) {
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
#pragma unroll
        for (int k = 0; k < 3; k++) {
            tally[r].sum[k] = 0.0f;
        }
    }
}

static __device__ __forceinline__ void end(State (&state)[ROWS], Tally (&tally)[ROWS]) {
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
#pragma unroll
        for (int k = 0; k < 3; k++) {
            state[r].add(k, tally[r].sum[k]);
        }
    }
}

// Takes every LANES-th of the columns in a tile, from the given lane on.
template <int LANES>
static __device__ __forceinline__ void visit(const Parameters& p, const Row (&x)[ROWS], State (&state)[ROWS],
Tally (&tally)[ROWS], const Column* tile, int lane, int count, int position) {
    if (count == TILE) {
#pragma unroll 8
        for (int t = lane; t < TILE; t += LANES) {
            const Column y = tile[t];
#pragma unroll
            for (int r = 0; r < ROWS; r++) {
                add_pair(p, x[r], y, tally[r]);
            }
        }
    } else {
#pragma unroll 1
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

// Writes the sums of row i, times what all terms have in common.
static __device__ __forceinline__ void write_row(const Call& call, const Parameters& p, long long i, const State& state) {
    const float v0 = call.a3[i * 1 + 0];
    const float v28 = (-1.6651093f) * v0;
#pragma unroll
    for (int k = 0; k < 3; k++) {
        call.out0[i * 3 + k] = state.value(k) * v28;
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

extern "C" __global__ void __launch_bounds__(THREADS, 4) reduce(const __grid_constant__ Call call) {
    reduce_rows<1>(call);
}

extern "C" __global__ void __launch_bounds__(THREADS, 4) reduce_few(const __grid_constant__ Call call) {
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

