package keops.cuda.source;

import java.util.ArrayList;
import java.util.List;
import keops.plan.Plan;
import keops.reduction.Reduction;

/**
 * Sums of weighted exponentials, relative to a shift that is one of the exponents so far. A block of columns is added
 * optimistically, as if no exponent were much above the shift; if its sum is too large, the block is computed again
 * with its largest exponent as the new shift. Therefore most pairs need neither a maximum nor a second exponential.
 *
 * <p>Exponents are in base 2, and are shifted before they are rounded, unless the rounding error of the shift would
 * matter: then all blocks are computed again with rounded exponents. If the largest exponent is an output, too,
 * exponents are in base e, and are always rounded before they are shifted.
 */
final class ExponentialText implements StateText {
    private static final int BLOCK = 16;
    /** A sum beyond this needs a larger shift. */
    private static final double HIGHEST = 0x1p16;

    private final Reduction.Exponential kind;
    private final Plan plan;
    private final StageText stages;
    private final Real real;
    private final int sums;
    private final List<Field> fields;

    ExponentialText(Reduction.Exponential kind, Plan plan, StageText stages) {
        this.kind = kind;
        this.plan = plan;
        this.stages = stages;
        this.real = stages.real();
        this.sums = plan.exponentialSums();
        var all = new ArrayList<>(List.of(
                new Field("shift", 1, "-" + real.largest()),
                new Field("sum", sums, real.literal(0)),
                new Field("error", sums, real.literal(0))));
        if (keepsLargest()) {
            all.add(new Field("largest", 1, real.literal(kind.neutral())));
        }
        this.fields = List.copyOf(all);
    }

    /**
     * The position of the unweighted exponential among the values of a pair, for terms that are shifted before or after
     * rounding.
     */
    private int barePower(boolean isRounded) {
        return isRounded && !keepsLargest() ? 2 + sums : 1;
    }

    private boolean keepsLargest() {
        return kind.givesLargest();
    }

    /** Whether the first sum is that of the unweighted exponentials. */
    private boolean sumsBarePowers() {
        return plan.weight().isEmpty() || kind.isAverage();
    }

    @Override
    public void declare(Code code) {
        code.comment(keepsLargest()
                ? "Sums of w e^(f - shift), and the rounding errors that were made."
                : "Sums of w 2^(f - shift), with exponents f in base 2, and the rounding errors that were made.");
        code.add("struct State {");
        code.add(Field.declare(real.cType(), fields));
        Field.clear(code, fields);
        code.add("""
                // Infinities and NaN stay what they are, even times 0.
                static __device__ __forceinline__ REAL scaled(REAL value, REAL factor) {
                    return value - value == 0 ? value * factor : value;
                }
                __device__ __forceinline__ void raise(REAL exponent) {
                    if (exponent > shift[0]) {
                        const REAL factor = EXP2;
                        #pragma unroll
                        for (int k = 0; k < SUMS; k++) {
                            sum[k] = scaled(sum[k], factor);
                            error[k] = scaled(error[k], factor);
                        }
                        shift[0] = exponent;
                    }
                }"""
                .replace("REAL", real.cType())
                .replace("EXP2", power("shift[0] - exponent"))
                .replace("SUMS", "" + sums));
        CompensatedText.methods(code, real, sums, """
                raise(later.shift[0]);
                later.raise(shift[0]);
                """
                + (keepsLargest()
                        ? "largest[0] = " + real.function("fmax", "largest[0]", "later.largest[0]") + ";"
                        : ""));
        Field.storeAndLoad(code, real, fields);
        code.add("};");
        code.comment("The sums over some columns, relative to the same shift.");
        code.add("struct Tally {\n" + real.cType() + " sum[" + sums + "];\n};");
    }

    @Override
    public void visit(Code code, int unroll, int tail) {
        exponent(code);
        addPowers(code, false);
        if (!keepsLargest()) {
            addPowers(code, true);
        }
        addBlock(code, tail);
        Visit.around(code, Visit.each(sums, "tally[r].sum[k] = 0;"),
                Visit.each(sums, "state[r].add(k, tally[r].sum[k]);"));
        Visit.open(code);
        String type = real.cType();
        code.add("int t = lane;");
        code.add("const int block_columns = LANES == 1 ? " + BLOCK + " : " + BLOCK / 2 + ";");
        code.add("if (count == TILE) {\n#pragma unroll 1");
        code.add("for (; t + (block_columns - 1) * LANES < TILE; t += block_columns * LANES) {");
        code.add(type + " block[ROWS][" + sums + "], bare[ROWS], largest[ROWS];");
        Visit.eachRow(code, Visit.each(sums, "block[r][k] = 0;") + "\nbare[r] = 0;\nlargest[r] = "
                + real.literal(kind.neutral()) + ";");
        code.add("#pragma unroll\nfor (int u = 0; u < block_columns; u++) {");
        Visit.column(code, "t + u * LANES",
                "add_powers(p, x[r], y, -state[r].shift[0], block[r], bare[r], largest[r]);");
        code.add("}\nbool is_low = true;");
        Visit.eachRow(code, "is_low = is_low && %s < %s;"
                .formatted(sumsBarePowers() ? "block[r][0]" : "bare[r]", real.literal(HIGHEST))
                + (keepsLargest()
                        ? ""
                        : "\nis_low = is_low && %s <= %s;".formatted(
                                real.function("fabs", "state[r].shift[0]"), real.largestShift())));
        code.add("if (__builtin_expect(is_low, 1)) {");
        Visit.eachRow(code, Visit.each(sums, "tally[r].sum[k] += block[r][k];")
                + (keepsLargest() ? "\nstate[r].largest[0] = "
                        + real.function("fmax", "state[r].largest[0]", "largest[r]") + ";" : ""));
        code.add("} else {");
        Visit.eachRow(code, "add_block<LANES>(p, x[r], tile, t, t + block_columns * LANES, state[r], tally[r].sum);");
        code.add("}\n}\n}\nif (t < count) {");
        Visit.eachRow(code, "add_block<LANES>(p, x[r], tile, t, count, state[r], tally[r].sum);");
        code.add("}");
        code.add("}");
    }

    private void exponent(Code code) {
        code.comment(keepsLargest() ? "The exponent of a pair." : "The exponent of a pair, in base 2.");
        code.add("static __device__ __forceinline__ " + real.cType()
                + " exponent(const Parameters& p, const Row& x, const Column& y) {");
        int target = stages.cut().pairTargets().getFirst();
        code.add("return " + stages.pair(code, "").write(List.of(target)).text(target) + ";\n}");
    }

    private void addPowers(Code code, boolean isRounded) {
        String shift = isRounded ? "shift" : "minus_shift";
        code.comment("Adds the weighted powers of a pair"
                + (isRounded ? ", whose exponent is rounded before it is shifted." : "."));
        code.add("""
                static __device__ __forceinline__ void NAME(const Parameters& p, const Row& x, const Column& y,
                REAL SHIFT, REAL (&sums)[SUMS], REAL& bare, REAL& largest) {"""
                .replace("NAME", isRounded ? "add_rounded_powers" : "add_powers")
                .replace("SHIFT", shift)
                .replace("SUMS", "" + sums)
                .replace("REAL", real.cType()));
        List<Integer> targets = stages.cut().pairTargets();
        ScalarLines lines = stages.pair(code, shift);
        int bare = barePower(isRounded);
        if (!sumsBarePowers()) {
            lines.addTo("bare", targets.get(bare));
        }
        if (keepsLargest()) {
            lines.write(targets.subList(0, 1));
            code.add("largest = " + real.function("fmax", "largest", lines.text(targets.getFirst())) + ";");
        }
        for (int k = 0; k < sums; k++) {
            lines.addTo("sums[" + k + "]", targets.get(bare + 1 + k));
        }
        code.add("}");
    }

    /** The power of e or 2 with an exponent. */
    private String power(String exponent) {
        return real.function(keepsLargest() ? "exp" : "exp2", exponent);
    }

    private void addBlock(Code code, int tail) {
        code.comment("Adds the columns from t to end, relative to their largest finite exponent if that is above"
                + " the shift.");
        code.add("""
                template <int LANES>
                static __device__ __forceinline__ void add_block(const Parameters& p, const Row& x, const Column* tile,
                int t, int end, State& state, REAL (&sums)[SUMS]) {
                    REAL highest = state.shift[0], bare = 0, largest = LOWEST;"""
                .replace("REAL", real.cType())
                .replace("SUMS", "" + sums)
                .replace("LOWEST", real.literal(kind.neutral())));
        Visit.tail(code, "int u = t", "u", "end", tail);
        code.add("""
                    const REAL f = exponent(p, x, tile[u]);
                    highest = f > highest && f < INFINITY_ ? f : highest;
                }"""
                .replace("REAL", real.cType())
                .replace("INFINITY_", real.literal(Double.POSITIVE_INFINITY)));
        code.add(Visit.each(sums, "state.add(k, sums[k]);\nsums[k] = 0;"));
        code.add("state.raise(highest);");
        Visit.tail(code, "int u = t", "u", "end", tail);
        code.add("const Column y = tile[u];\n"
                + (keepsLargest()
                        ? "add_powers(p, x, y, -state.shift[0]"
                        : "add_rounded_powers(p, x, y, state.shift[0]")
                + ", sums, bare, largest);\n}");
        if (keepsLargest()) {
            code.add("state.largest[0] = " + real.function("fmax", "state.largest[0]", "largest") + ";");
        }
        code.add("}");
    }

    @Override
    public void writeRow(Code code) {
        code.add("static __device__ __forceinline__ void write_row("
                + "const Call& call, const Parameters& p, long long i, const State& state) {");
        switch (kind) {
            case LOG_SUM_EXP -> code.add(Visit.each(sums, "call.out0[i * %d + k] = (state.shift[0] + %s) * %s;"
                    .formatted(sums, real.function("log2", "state.value(k)"), real.literal(Math.log(2)))));
            case SUM_SOFT_MAX_WEIGHT -> code.add(Visit.each(sums - 1,
                    "call.out0[i * %d + k] = state.value(k + 1) / state.value(0);".formatted(sums - 1)));
            case MAX_SUM_SHIFT_EXP -> {
                code.add("const REAL largest = state.largest[0];".replace("REAL", real.cType()));
                code.add("const REAL factor = largest - largest == 0 ? POWER : 1;"
                        .replace("REAL", real.cType())
                        .replace("POWER", power("state.shift[0] - largest")));
                code.add("call.out0[i * " + (sums + 1) + "] = largest;");
                code.add(Visit.each(sums, "call.out0[i * %d + 1 + k] = State::scaled(state.value(k), factor);"
                        .formatted(sums + 1)));
            }
        }
        code.add("}");
    }

    @Override
    public int hotWords() {
        return (2 + 4 * sums) * real.words();
    }

    @Override
    public long bytes() {
        return Field.bytes(real, fields);
    }
}
