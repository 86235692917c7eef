package keops.cuda.source;

import java.util.List;
import keops.plan.Plan;

/**
 * The K best values of each component and their indices; NaN is no candidate. In the inner loop the best of a few
 * values is compared with the threshold, the last value of the list; the list is accessed only if the value is better,
 * or if the list is not full, in which case the threshold is NaN.
 */
final class SelectText implements StateText {
    private static final int LONGEST_UNROLLED = 8;

    private final Plan plan;
    private final StageText stages;
    private final Real real;
    private final int dim;
    private final ListText list;
    private final int group;

    SelectText(Plan plan, StageText stages) {
        this.plan = plan;
        this.stages = stages;
        this.real = stages.real();
        this.dim = plan.dim();
        this.list = ListText.of(plan, real);
        this.group = dim == 1 ? 4 : dim <= 4 ? 2 : 1;
    }

    @Override
    public boolean isStoredAlways() {
        return !list.isOwn();
    }

    @Override
    public void declare(Code code) {
        list.declare(code);
        code.comment("What candidates must be better than.");
        code.add("struct Tally {\n" + real.cType() + " last[" + dim + "];\n};");
    }

    @Override
    public void visit(Code code, int unroll, int tail) {
        code.comment("The candidates of a pair.");
        code.add("static __device__ __forceinline__ void candidates(const Parameters& p, const Row& x, "
                + "const Column& y, " + real.cType() + " (&values)[" + dim + "]) {");
        List<Integer> targets = stages.cut().pairTargets();
        ScalarLines lines = stages.pair(code, "").write(targets);
        for (int k = 0; k < dim; k++) {
            code.add("values[" + k + "] = " + lines.text(targets.get(k)) + ";");
        }
        code.add("}");
        Visit.around(code, Visit.each(dim, "tally[r].last[k] = state[r].threshold(k);"), "");
        Visit.open(code);
        boolean isOneTile = tail > 1;
        code.add("int t = lane;");
        if (!isOneTile) {
            code.add("if (count == TILE) {\n#pragma unroll 1");
        } else {
            code.add("#pragma unroll");
        }
        code.add("for (; t + " + (group - 1) + " * LANES < TILE; t += " + group + " * LANES) {");
        code.add(real.cType() + " values[ROWS][" + group + "][" + dim + "];");
        code.add("#pragma unroll\nfor (int u = 0; u < " + group + "; u++) {");
        Visit.column(code, "t + u * LANES", "candidates(p, x[r], y, values[r][u]);");
        code.add("}\nbool any = " + (isOneTile ? "t + " + group + " > count;" : "false;"));
        Visit.eachRow(code,
                Visit.each(dim, "any |= !(" + bestOfGroup() + " " + list.notBetter() + " tally[r].last[k]);"));
        code.add("if (__builtin_expect(any, 0)) {");
        Visit.eachRow(code, "#pragma unroll\nfor (int u = 0; u < " + group + "; u++) {\n"
                + take(isOneTile ? "t + u < count && " : "", "values[r][u][k]", "position + t + u * LANES") + "\n}");
        code.add("}\n}");
        if (!isOneTile) {
            code.add("}");
            Visit.tail(code, "", "t", "count", tail);
            Visit.column(code, "t", real.cType() + " values[" + dim + "];\ncandidates(p, x[r], y, values);\n"
                    + take("", "values[k]", "position + t"));
            code.add("}");
        }
        code.add("}");
    }

    private String bestOfGroup() {
        String best = "values[r][0][k]";
        for (int u = 1; u < group; u++) {
            best = real.function(list.better(), best, "values[r][" + u + "][k]");
        }
        return best;
    }

    private String take(String condition, String value, String place) {
        String taken = """
                if (CONDITION!(VALUE NOT_BETTER tally[r].last[k])) {
                    state[r].take(k, VALUE, PLACE);
                    tally[r].last[k] = state[r].threshold(k);
                }"""
                .replace("CONDITION", condition)
                .replace("VALUE", value)
                .replace("PLACE", place)
                .replace("NOT_BETTER", list.notBetter());
        return dim <= LONGEST_UNROLLED
                ? Visit.each(dim, taken)
                : Visit.each(dim, taken).replace("#pragma unroll", "#pragma unroll 1");
    }

    @Override
    public void merge(Code code, String parameters) {
        list.merge(code, parameters);
    }

    @Override
    public void writeRow(Code code) {
        boolean hasValues = plan.reduction().hasValues();
        boolean hasPlaces = plan.reduction().hasIndices();
        code.add("template <typename Place>");
        code.add("static __device__ __forceinline__ void write_row("
                + "const Call& call, const Parameters& p, long long i, List<Place>& list) {");
        code.add("#pragma unroll 1\nfor (int rank = 0; rank < K; rank++) {");
        code.add(Visit.each(dim, "const long long to = (i * K + rank) * %d + k;".formatted(dim)
                + (hasValues ? "\ncall.out0[to] = list.value(k * K + rank);" : "")
                + (hasPlaces ? "\ncall.out%d[to] = list.place(k * K + rank);".formatted(hasValues ? 1 : 0) : "")));
        code.add("}\n}");
    }

    @Override
    public int hotWords() {
        return dim * (1 + group) * real.words();
    }

    @Override
    public boolean holdsValues() {
        return group > 1;
    }

    @Override
    public long bytes() {
        return list.bytes();
    }
}
