package keops.cuda.source;

import keops.plan.Plan;
import keops.reduction.Reduction;

/**
 * The structure {@code List}, the state of selecting reductions: for each component the K best candidates, ordered by
 * value and then by index; index -1 if there is none. Short lists are private to a thread, with indices within the
 * slice; long ones are in the partial results, with indices among all columns.
 *
 * @param isOwn whether lists are private to threads
 * @param reduction which values are selected
 */
record ListText(Real real, int dim, int k, boolean isOwn, Reduction reduction) {
    /** Longer lists would take too much local memory, which is reserved for all resident threads. */
    private static final int LONGEST_OWN_LIST = 128;

    static ListText of(Plan plan, Real real) {
        int k = Math.max(1, plan.reduction().k());
        return new ListText(real, plan.dim(), k, (long) plan.dim() * k <= LONGEST_OWN_LIST, plan.reduction());
    }

    String better() {
        return reduction.takesLargest() ? "fmax" : "fmin";
    }

    String notBetter() {
        return reduction.takesLargest() ? "<=" : ">=";
    }

    private int length() {
        return Math.multiplyExact(dim, k);
    }

    long bytes() {
        return (long) length() * (real.bytes() + (isOwn ? Integer.BYTES : Long.BYTES));
    }

    private String text(String text) {
        return text.replace("REAL", real.cType())
                .replace("LENGTH", "" + length())
                .replace("WORST", real.literal(reduction.kind().neutral()))
                .replace("BEST", real.literal(-reduction.kind().neutral()))
                .replace("NAN", real.literal(Double.NaN))
                .replace("PRECEDES", reduction.takesLargest() ? ">" : "<")
                .replace("UNROLL", k == 1 ? "#pragma unroll" : "#pragma unroll 1");
    }

    void declare(Code code) {
        code.comment(
                "The best candidates of a row, for each component from the best on, and their places; -1 is none.");
        code.add("#define K " + k);
        code.add("template <typename Place>\nstruct List {");
        code.add(text(isOwn
                ? """
                REAL values[LENGTH];
                Place places[LENGTH];
                __device__ __forceinline__ REAL& value(int at) {
                    return values[at];
                }
                __device__ __forceinline__ Place& place(int at) {
                    return places[at];
                }"""
                : """
                REAL* values;
                Place* places;
                long long stride, begin;
                __device__ __forceinline__ REAL& value(int at) {
                    return values[at * stride];
                }
                __device__ __forceinline__ Place& place(int at) {
                    return places[at * stride];
                }"""));
        code.add(text("""
                __device__ __forceinline__ void clear() {
                    UNROLL
                    for (int at = 0; at < LENGTH; at++) {
                        value(at) = WORST;
                        place(at) = -1;
                    }
                }
                // What a candidate must be better than; NaN while there is room.
                __device__ __forceinline__ REAL threshold(int k) {
                    ABSENT
                    return place(k * K + K - 1) < 0 ? NAN : value(k * K + K - 1);
                }
                __device__ __forceinline__ bool is_before(int at, REAL candidate, Place other) {
                    return place(at) < 0 || candidate PRECEDES value(at) \
                || (candidate == value(at) && other < place(at));
                }
                __device__ __forceinline__ void offer(int k, REAL candidate, Place other) {
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
                }""".replace("ABSENT", isOwn ? "" : "if (stride == 0) {\nreturn BEST;\n}")));
        if (isOwn) {
            own(code);
        } else {
            stored(code);
        }
    }

    private void own(Code code) {
        code.add(text("""
                __device__ __forceinline__ void take(int k, REAL candidate, Place other) {
                    offer(k, candidate, other);
                }
                // Takes the candidates of another list, whose places start at the given one.
                template <typename Other>
                __device__ __forceinline__ void merge(List<Other>& later, Place start) {
                    UNROLL
                    for (int at = 0; at < LENGTH; at++) {
                        if (later.place(at) >= 0) {
                            offer(at / K, later.value(at), start + later.place(at));
                        }
                    }
                }
                __device__ __forceinline__ void merge(List later) {
                    merge(later, 0);
                }
                static __device__ __forceinline__ REAL* stored_values(const Call& call, long long slice, long long i) {
                    return (REAL*) call.partials + slice * LENGTH * call.rows + i;
                }
                static __device__ __forceinline__ Place* stored_places(const Call& call, long long slice, long long i) {
                    return (Place*) ((REAL*) call.partials + call.slices * LENGTH * call.rows)
                        + slice * LENGTH * call.rows + i;
                }
                __device__ __forceinline__ void store(const Call& call, long long slice, long long i) {
                    UNROLL
                    for (int at = 0; at < LENGTH; at++) {
                        stored_values(call, slice, i)[at * call.rows] = value(at);
                        stored_places(call, slice, i)[at * call.rows] = place(at);
                    }
                }
                __device__ __forceinline__ void load(const Call& call, long long slice, long long i) {
                    UNROLL
                    for (int at = 0; at < LENGTH; at++) {
                        value(at) = stored_values(call, slice, i)[at * call.rows];
                        place(at) = stored_places(call, slice, i)[at * call.rows];
                    }
                }
                };"""));
        code.add("typedef List<int> State;");
    }

    private void stored(Code code) {
        code.add(text("""
                // The list of a row in a slice, among the partial results; none for a row that is not there.
                __device__ __forceinline__ void open(const Call& call, long long slice, long long i) {
                    const long long from = slice * LENGTH * call.rows + i;
                    places = (Place*) call.partials + from;
                    values = (REAL*) ((Place*) call.partials + call.slices * LENGTH * call.rows) + from;
                    stride = i < call.rows ? call.rows : 0;
                    begin = slice * call.slice_columns;
                }
                __device__ __forceinline__ void take(int k, REAL candidate, Place other) {
                    if (stride > 0) {
                        offer(k, candidate, begin + other);
                    }
                }
                };"""));
        code.add("typedef List<long long> State;");
    }

    /** Writes the entry that merges slices. */
    void merge(Code code, String parameters) {
        code.comment("Merges the lists of a row, in the order of the slices.");
        code.add(text("""
                extern "C" __global__ void __launch_bounds__(THREADS) merge(const __grid_constant__ Call call) {
                    const long long i = (long long) blockIdx.x * THREADS + threadIdx.x;
                    if (i < call.rows && !*call.stop) {
                        PARAMETERS
                        List<long long> list;
                """).replace("PARAMETERS", parameters));
        code.add(text(isOwn
                ? """
                list.clear();
                for (long long slice = 0; slice < call.slices; slice++) {
                    State later;
                    later.load(call, slice, i);
                    list.merge(later, slice * call.slice_columns);
                }"""
                : """
                list.open(call, 0, i);
                for (long long slice = 1; slice < call.slices; slice++) {
                    State later;
                    later.open(call, slice, i);
                    for (int at = 0; at < LENGTH; at++) {
                        if (later.place(at) >= 0) {
                            list.offer(at / K, later.value(at), later.place(at));
                        }
                    }
                }"""));
        code.add("write_row(call, p, i, list);\n}\n}");
    }
}
