package keops.cuda.source;

/** Methods of a structure with the fields {@code sum} and {@code error}: compensated sums. */
final class CompensatedText {
    private CompensatedText() {}

    /**
     * Writes {@code add}, {@code value} and {@code merge}.
     *
     * @param beforeMerge statements that bring two states to a common shift
     */
    static void methods(Code code, Real real, int length, String beforeMerge) {
        code.add("""
                __device__ __forceinline__ void add(int k, REAL term) {
                    const REAL total = sum[k] + term;
                    const REAL added = total - sum[k];
                    error[k] += (sum[k] - (total - added)) + (term - added);
                    sum[k] = total;
                }
                // An error that is not finite comes from a sum that is not.
                __device__ __forceinline__ REAL value(int k) const {
                    return error[k] - error[k] == 0 ? sum[k] + error[k] : sum[k];
                }""".replace("REAL", real.cType()));
        code.add("__device__ __forceinline__ void merge(State later) {");
        code.add(beforeMerge);
        code.add(Visit.each(length, "add(k, later.sum[k]);\nerror[k] += later.error[k];"));
        code.add("}");
    }
}
