// ArgKMin over j of SqDist(x,y)
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
    long long* __restrict__ out0;
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
    float v0, v1, v2;
};

// Column: what depends on the column.
struct alignas(16) Column {
    float v3, v4, v5;
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
    r.v0 = v0;
    r.v1 = v1;
    r.v2 = v2;
    return r;
}

static __device__ __forceinline__ Column load_column(const Call& call, const Parameters& p, long long j) {
    Column r;
    const float v3 = call.a1[j * 3 + 0];
    const float v4 = call.a1[j * 3 + 1];
    const float v5 = call.a1[j * 3 + 2];
    r.v3 = v3;
    r.v4 = v4;
    r.v5 = v5;
    return r;
}

// The best candidates of a row, for each component from the best on, and their places; -1 is none.
#define K 10
template <typename Place>
struct List {
    float values[10];
    Place places[10];
    __device__ __forceinline__ float& value(int at) {
        return values[at];
    }
    __device__ __forceinline__ Place& place(int at) {
        return places[at];
    }
    __device__ __forceinline__ void clear() {
#pragma unroll 1
        for (int at = 0; at < 10; at++) {
            value(at) = __int_as_float(0x7f800000);
            place(at) = -1;
        }
    }
    // What a candidate must be better than; NaN while there is room.
    __device__ __forceinline__ float threshold(int k) {
        return place(k * K + K - 1) < 0 ? __int_as_float(0x7fc00000) : value(k * K + K - 1);
    }
    __device__ __forceinline__ bool is_before(int at, float candidate, Place other) {
        return place(at) < 0 || candidate < value(at) || (candidate == value(at) && other < place(at));
    }
    __device__ __forceinline__ void offer(int k, float candidate, Place other) {
        int at = k * K + K - 1;
        if (candidate == candidate && is_before(at, candidate, other)) {
#pragma unroll 1
            for (; at > k * K && is_before(at - 1, candidate, other); at--) {
                value(at) = value(at - 1);
                place(at) = place(at - 1);
            }
            value(at) = candidate;
            place(at) = other;
        }
    }
    __device__ __forceinline__ void take(int k, float candidate, Place other) {
        offer(k, candidate, other);
    }
    // Takes the candidates of another list, whose places start at the given one.
    template <typename Other>
    __device__ __forceinline__ void merge(List<Other>& later, Place start) {
#pragma unroll 1
        for (int at = 0; at < 10; at++) {
            if (later.place(at) >= 0) {
                offer(at / K, later.value(at), start + later.place(at));
            }
        }
    }
    __device__ __forceinline__ void merge(List later) {
        merge(later, 0);
    }
    static __device__ __forceinline__ float* stored_values(const Call& call, long long slice, long long i) {
        return (float*) call.partials + slice * 10 * call.rows + i;
    }
    static __device__ __forceinline__ Place* stored_places(const Call& call, long long slice, long long i) {
        return (Place*) ((float*) call.partials + call.slices * 10 * call.rows)
        + slice * 10 * call.rows + i;
    }
    __device__ __forceinline__ void store(const Call& call, long long slice, long long i) {
#pragma unroll 1
        for (int at = 0; at < 10; at++) {
            stored_values(call, slice, i)[at * call.rows] = value(at);
            stored_places(call, slice, i)[at * call.rows] = place(at);
        }
    }
    __device__ __forceinline__ void load(const Call& call, long long slice, long long i) {
#pragma unroll 1
        for (int at = 0; at < 10; at++) {
            value(at) = stored_values(call, slice, i)[at * call.rows];
            place(at) = stored_places(call, slice, i)[at * call.rows];
        }
    }
};

typedef List<int> State;
// What candidates must be better than.
struct Tally {
    float last[1];
};

// The candidates of a pair.
static __device__ __forceinline__ void candidates(const Parameters& p, const Row& x, const Column& y, float (&values)[1]) {
    const float v6 = x.v0 - y.v3;
    const float v7 = x.v1 - y.v4;
    const float v8 = x.v2 - y.v5;
    const float v9 = v6 * v6;
    const float v10 = fmaf(v7, v7, v9);
    const float v11 = fmaf(v8, v8, v10);
    values[0] = v11;
}

static __device__ __forceinline__ void begin(State (&state)[ROWS], Tally (&tally)[ROWS]) {
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
#pragma unroll
        for (int k = 0; k < 1; k++) {
            tally[r].last[k] = state[r].threshold(k);
        }
    }
}

static __device__ __forceinline__ void end(State (&state)[ROWS], Tally (&tally)[ROWS]) {
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
    }
}

// Takes every LANES-th of the columns in a tile, from the given lane on.
template <int LANES>
static __device__ __forceinline__ void visit(const Parameters& p, const Row (&x)[ROWS], State (&state)[ROWS],
Tally (&tally)[ROWS], const Column* tile, int lane, int count, int position) {
    int t = lane;
    if (count == TILE) {
#pragma unroll 1
        for (; t + 3 * LANES < TILE; t += 4 * LANES) {
            float values[ROWS][4][1];
#pragma unroll
            for (int u = 0; u < 4; u++) {
                const Column y = tile[t + u * LANES];
#pragma unroll
                for (int r = 0; r < ROWS; r++) {
                    candidates(p, x[r], y, values[r][u]);
                }
            }
            bool any = false;
#pragma unroll
            for (int r = 0; r < ROWS; r++) {
#pragma unroll
                for (int k = 0; k < 1; k++) {
                    any |= !(fminf(fminf(fminf(values[r][0][k], values[r][1][k]), values[r][2][k]), values[r][3][k]) >= tally[r].last[k]);
                }
            }
            if (__builtin_expect(any, 0)) {
#pragma unroll
                for (int r = 0; r < ROWS; r++) {
#pragma unroll
                    for (int u = 0; u < 4; u++) {
#pragma unroll
                        for (int k = 0; k < 1; k++) {
                            if (!(values[r][u][k] >= tally[r].last[k])) {
                                state[r].take(k, values[r][u][k], position + t + u * LANES);
                                tally[r].last[k] = state[r].threshold(k);
                            }
                        }
                    }
                }
            }
        }
    }
#pragma unroll 1
    for (; t < TILE; t += LANES) {
        if (t >= count) {
            break;
        }
        const Column y = tile[t];
#pragma unroll
        for (int r = 0; r < ROWS; r++) {
            float values[1];
            candidates(p, x[r], y, values);
#pragma unroll
            for (int k = 0; k < 1; k++) {
                if (!(values[k] >= tally[r].last[k])) {
                    state[r].take(k, values[k], position + t);
                    tally[r].last[k] = state[r].threshold(k);
                }
            }
        }
    }
}

template <typename Place>
static __device__ __forceinline__ void write_row(const Call& call, const Parameters& p, long long i, List<Place>& list) {
#pragma unroll 1
    for (int rank = 0; rank < K; rank++) {
#pragma unroll
        for (int k = 0; k < 1; k++) {
            const long long to = (i * K + rank) * 1 + k;
            call.out0[to] = list.place(k * K + rank);
        }
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

// Merges the lists of a row, in the order of the slices.
extern "C" __global__ void __launch_bounds__(THREADS) merge(const __grid_constant__ Call call) {
    const long long i = (long long) blockIdx.x * THREADS + threadIdx.x;
    if (i < call.rows && !*call.stop) {
        const Parameters p = load_parameters(call);
        List<long long> list;
        list.clear();
        for (long long slice = 0; slice < call.slices; slice++) {
            State later;
            later.load(call, slice, i);
            list.merge(later, slice * call.slice_columns);
        }
        write_row(call, p, i, list);
    }
}

