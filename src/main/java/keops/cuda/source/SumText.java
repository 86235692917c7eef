package keops.cuda.source;

import java.util.List;
import java.util.stream.IntStream;
import keops.plan.Plan;
import keops.program.Extent;
import keops.program.Scalar;
import keops.reduction.SumScheme;

/**
 * Sums. In the scheme BLOCK the columns of a tile are added plainly, and the sums of tiles by compensated summation
 * (Knuth's TwoSum); the errors are added at the end.
 */
final class SumText implements StateText {
    private final Plan plan;
    private final StageText stages;
    private final Real real;
    private final int dim;
    private final List<Integer> factors;
    private final List<Field> fields;

    SumText(Plan plan, StageText stages) {
        this.plan = plan;
        this.stages = stages;
        this.real = stages.real();
        this.dim = plan.dim();
        this.factors = stages.cut().rowTargets();
        Field sum = new Field("sum", dim, real.literal(0));
        this.fields = keepsErrors() ? List.of(sum, new Field("error", dim, real.literal(0))) : List.of(sum);
    }

    private boolean keepsErrors() {
        return plan.scheme() != SumScheme.DIRECT;
    }

    @Override
    public void declare(Code code) {
        String type = real.cType();
        code.comment("The sums of a row" + (keepsErrors() ? ", and the rounding errors that were made." : "."));
        code.add("struct State {");
        code.add(Field.declare(type, fields));
        Field.clear(code, fields);
        if (keepsErrors()) {
            CompensatedText.methods(code, real, dim, "");
        } else {
            code.add("""
                    __device__ __forceinline__ REAL value(int k) const {
                        return sum[k];
                    }
                    __device__ __forceinline__ void merge(State later) {
                        #pragma unroll
                        for (int k = 0; k < DIM; k++) {
                            sum[k] += later.sum[k];
                        }
                    }""".replace("REAL", type).replace("DIM", "" + dim));
        }
        Field.storeAndLoad(code, real, fields);
        code.add("};");
        if (plan.scheme() == SumScheme.KAHAN) {
            code.add("typedef State Tally;");
        } else {
            code.comment("The sums of a row over the columns of a tile.");
            code.add("struct Tally {\n" + Field.declare(type, fields.subList(0, 1)) + "\n};");
        }
    }

    @Override
    public void visit(Code code, int unroll, int tail) {
        code.comment("Adds a pair.");
        code.add("static __device__ __forceinline__ void add_pair("
                + "const Parameters& p, const Row& x, const Column& y, Tally& tally) {");
        ScalarLines lines = stages.pair(code, "");
        List<Integer> targets = stages.cut().pairTargets();
        for (int k = 0; k < dim; k++) {
            if (plan.scheme() == SumScheme.KAHAN) {
                lines.write(List.of(targets.get(k)));
                code.add("tally.add(" + k + ", " + lines.text(targets.get(k)) + ");");
            } else {
                lines.addTo("tally.sum[" + k + "]", targets.get(k));
            }
        }
        code.add("}");
        switch (plan.scheme()) {
            case AUTO, BLOCK -> Visit.around(code, Visit.each(dim, "tally[r].sum[k] = " + real.literal(0) + ";"),
                    Visit.each(dim, "state[r].add(k, tally[r].sum[k]);"));
            case DIRECT -> Visit.around(code, Visit.each(dim, "tally[r].sum[k] = state[r].sum[k];"),
                    Visit.each(dim, "state[r].sum[k] = tally[r].sum[k];"));
            case KAHAN -> Visit.around(code, "tally[r] = state[r];", "state[r] = tally[r];");
        }
        Visit.open(code);
        Visit.columns(code, unroll, tail, "add_pair(p, x[r], y, tally[r]);");
        code.add("}");
    }

    @Override
    public void writeRow(Code code) {
        code.comment("Writes the sums of row i" + (hasFactors() ? ", times what all terms have in common." : "."));
        code.add("static __device__ __forceinline__ void write_row("
                + "const Call& call, const Parameters& p, long long i, const State& state) {");
        int rowDim = plan.dim(Extent.ROWS);
        values(code, 0, rowDim, (k, value) -> "call.out0[i * " + rowDim + " + " + k + "] = " + value + ";");
        code.add("}");
        if (plan.dim(Extent.PAIRS) > 0) {
            code.comment("Adds the sums of row i that are added over the rows, too.");
            code.add("static __device__ __forceinline__ void add_totals("
                    + "const Call& call, const Parameters& p, long long i, const State& state, double* totals) {");
            values(code, rowDim, dim, (k, value) -> "totals[" + k + " - " + rowDim + "] += " + value + ";");
            code.add("}");
        }
    }

    private interface Statement {
        String of(String k, String value);
    }

    private boolean hasFactors() {
        return IntStream.range(0, dim).anyMatch(k -> !isOne(k));
    }

    private boolean isOne(int k) {
        return stages.cut().program().values().get(factors.get(k)) instanceof Scalar.Constant(double value)
                && value == 1;
    }

    private void values(Code code, int from, int to, Statement statement) {
        if (from == to) {
            return;
        }
        List<Integer> needed = factors.subList(from, to);
        ScalarLines lines = stages.row(code).write(needed);
        if (needed.stream().distinct().count() == 1) {
            code.add("#pragma unroll\nfor (int k = " + from + "; k < " + to + "; k++) {");
            code.add(statement.of("k", scaled(lines, "k", from)));
            code.add("}");
        } else {
            for (int k = from; k < to; k++) {
                code.add(statement.of("" + k, scaled(lines, "" + k, k)));
            }
        }
    }

    private String scaled(ScalarLines lines, String k, int factor) {
        return "state.value(" + k + ")" + (isOne(factor) ? "" : " * " + lines.text(factors.get(factor)));
    }

    @Override
    public int hotWords() {
        int perSum = switch (plan.scheme()) {
            case AUTO, BLOCK -> 3;
            case DIRECT -> 1;
            case KAHAN -> 2;
        };
        return perSum * dim * real.words();
    }

    @Override
    public long bytes() {
        return Field.bytes(real, fields);
    }
}
