package keops.cuda.source;

import keops.plan.Plan;
import keops.program.Extent;

/** Code shared by all templates: the merge of the states of a block's threads, the merge of slices, and totals. */
final class Shared {
    private Shared() {}

    /** Writes the functions that templates call at the end of a block. */
    static void declare(Code code, boolean mergesLanes, int totals) {
        if (mergesLanes) {
            code.comment("Merges the states of neighbouring lanes into the first of them.");
            code.add("""
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
                    """);
        }
        if (totals > 0) {
            code.comment("The sum of what the threads of a block hold, in the first thread.");
            code.add("""
                    static __device__ __forceinline__ double add_threads(double value) {
                        __shared__ double shared[THREADS];
                        __syncthreads();
                        shared[threadIdx.x] = value;
                        for (int width = THREADS / 2; width > 0; width /= 2) {
                            __syncthreads();
                            if (threadIdx.x < width) {
                                shared[threadIdx.x] += shared[threadIdx.x + width];
                            }
                        }
                        return shared[0];
                    }
                    static __device__ __forceinline__ void store_totals(const Call& call, const double* totals) {
                        const long long block = blockIdx.y * (long long) gridDim.x + blockIdx.x;
                        #pragma unroll
                        for (int k = 0; k < TOTALS; k++) {
                            const double total = add_threads(totals[k]);
                            if (threadIdx.x == 0) {
                                call.total_partials[block * TOTALS + k] = total;
                            }
                        }
                    }
                    """);
        }
    }

    /**
     * Writes the end of a block: outputs, or partial results, and totals.
     *
     * @param rows the number of rows per thread
     * @param number the index of its row r
     * @param isFirst whether the thread is the first of those that share its rows
     * @param held the state of its row r
     */
    static void writeRows(
            Code code, Plan plan, StateText state, String rows, String number, String isFirst, String held) {
        if (plan.dim(Extent.PAIRS) > 0) {
            code.add("double totals[TOTALS];\n" + Visit.each(plan.dim(Extent.PAIRS), "totals[k] = 0;"));
        }
        code.add("#pragma unroll\nfor (int r = 0; r < " + rows + "; r++) {");
        code.add("const long long i = " + number + ";\nif (" + isFirst + " && i < call.rows) {");
        if (plan.dim(Extent.PAIRS) > 0) {
            code.add("add_totals(call, p, i, " + held + ", totals);");
        }
        if (plan.dim(Extent.ROWS) > 0 && !state.isStoredAlways()) {
            code.add("if (call.slices == 1) {\nwrite_row(call, p, i, " + held + ");\n} else {");
            code.add(held + ".store(call, blockIdx.y, i);\n}");
        }
        code.add("}\n}");
        if (plan.dim(Extent.PAIRS) > 0) {
            code.add("store_totals(call, totals);");
        }
    }

    /** Writes the entry that merges slices. */
    static void merge(Code code, String parameters) {
        code.comment("Merges the slices of a row, in their order.");
        code.add("""
                extern "C" __global__ void __launch_bounds__(THREADS) merge(const __grid_constant__ Call call) {
                    const long long i = (long long) blockIdx.x * THREADS + threadIdx.x;
                    if (i < call.rows && !*call.stop) {
                        PARAMETERS
                        State state, later;
                        state.load(call, 0, i);
                        for (long long slice = 1; slice < call.slices; slice++) {
                            later.load(call, slice, i);
                            state.merge(later);
                        }
                        write_row(call, p, i, state);
                    }
                }""".replace("PARAMETERS", parameters));
    }

    /** Writes the entry that adds the totals of all blocks. */
    static void totals(Code code, int output) {
        code.comment("Adds the totals of all blocks, in a fixed order.");
        code.add("""
                extern "C" __global__ void __launch_bounds__(THREADS) add_blocks(const __grid_constant__ Call call) {
                    __shared__ int stopped;
                    if (threadIdx.x == 0) {
                        stopped = *call.stop;
                    }
                    __syncthreads();
                    if (stopped) {
                        return;
                    }
                    double sum = 0;
                    for (long long block = threadIdx.x; block < call.total_blocks; block += THREADS) {
                        sum += call.total_partials[block * TOTALS + blockIdx.x];
                    }
                    sum = add_threads(sum);
                    if (threadIdx.x == 0) {
                        call.out%d[blockIdx.x] = sum;
                    }
                }
                """.formatted(output));
    }
}
