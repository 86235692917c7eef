package keops.cuda.source;

import java.util.List;
import keops.plan.Plan;

/** Extrema without their indices. The minimum and maximum instructions of the device ignore NaN. */
final class ExtremumText implements StateText {
    private final StageText stages;
    private final Real real;
    private final int dim;
    private final String better;
    private final List<Field> fields;

    ExtremumText(Plan plan, StageText stages) {
        boolean isLargest = plan.reduction().takesLargest();
        this.stages = stages;
        this.real = stages.real();
        this.dim = plan.dim();
        this.better = isLargest ? "fmax" : "fmin";
        this.fields = List.of(new Field("value", dim,
                real.literal(plan.reduction().kind().neutral())));
    }

    @Override
    public void declare(Code code) {
        code.comment("The best values of a row.");
        code.add("struct State {");
        code.add(Field.declare(real.cType(), fields));
        Field.clear(code, fields);
        code.add("__device__ __forceinline__ void offer(int k, " + real.cType() + " candidate) {");
        code.add("value[k] = " + real.function(better, "value[k]", "candidate") + ";\n}");
        code.add("__device__ __forceinline__ void merge(State later) {");
        code.add(Visit.each(dim, "offer(k, later.value[k]);") + "\n}");
        Field.storeAndLoad(code, real, fields);
        code.add("};");
        code.add("typedef State Tally;");
    }

    @Override
    public void visit(Code code, int unroll, int tail) {
        code.comment("Offers the values of a pair.");
        code.add("static __device__ __forceinline__ void offer_pair("
                + "const Parameters& p, const Row& x, const Column& y, State& state) {");
        List<Integer> targets = stages.cut().pairTargets();
        ScalarLines lines = stages.pair(code, "").write(targets);
        for (int k = 0; k < dim; k++) {
            code.add("state.offer(" + k + ", " + lines.text(targets.get(k)) + ");");
        }
        code.add("}");
        Visit.around(code, "tally[r] = state[r];", "state[r] = tally[r];");
        Visit.open(code);
        Visit.columns(code, unroll, tail, "offer_pair(p, x[r], y, tally[r]);");
        code.add("}");
    }

    @Override
    public void writeRow(Code code) {
        code.add("static __device__ __forceinline__ void write_row("
                + "const Call& call, const Parameters& p, long long i, const State& state) {");
        code.add(Visit.each(dim, "call.out0[i * " + dim + " + k] = state.value[k];") + "\n}");
    }

    @Override
    public int hotWords() {
        return dim * real.words();
    }

    @Override
    public long bytes() {
        return Field.bytes(real, fields);
    }
}
