package keops;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.reduction.Reduction;

/**
 * What a {@link KernelProduct} computes for each i, with k the kernel, c = log k, and the tensors that are given after
 * x and y in the order of the list. M is the number of rows i, N that of rows j.
 *
 * <p>Modes are immutable.
 */
public enum KernelMode {
    /** {@code sum_j k b_j}: b (N, E). */
    SUM("sum", Reduction.SUM, "{K} * B", rows("B")),
    /** {@code log sum_j exp(c + b_j)}: b (N, 1). */
    LSE("lse", Reduction.LOG_SUM_EXP, "{C} + B", scalarJ("B")),
    /** {@code sum_j exp(c + u_i + v_j) b_j}: b (N, E), u (M, 1), v (N, 1). */
    LOG_SCALED("log_scaled", Reduction.SUM, "Exp({C} + U + V) * B", rows("B"), scalarI("U"), scalarJ("V")),
    /** {@code log sum_j exp(c + u_i + v_j + b_j)}: b (N, 1), u (M, 1), v (N, 1). */
    LOG_SCALED_LSE("log_scaled_lse", Reduction.LOG_SUM_EXP, "{C} + U + V + B",
            scalarJ("B"), scalarI("U"), scalarJ("V")),
    /** {@code sum_j exp(c + u_i + v_j) (b_j - c_i)}: b (N, E), u (M, 1), v (N, 1), c (M, E). */
    LOG_SCALED_BARYCENTER("log_scaled_barycenter", Reduction.SUM, "Exp({C} + U + V) * (B - C)",
            rows("B"), scalarI("U"), scalarJ("V"), new Operand("C", Category.I, true)),
    /** {@code log sum_j exp(h_i c + b_j)}: b (N, 1), h (M, 1). */
    LSE_MULT_I("lse_mult_i", Reduction.LOG_SUM_EXP, "H * {C} + B", scalarJ("B"), scalarI("H")),
    /** {@code sum_j -c exp(c + s_i + t_j)}: s (M, 1), t (N, 1). NaN where k is 0. */
    SINKHORN_COST("sinkhorn_cost", Reduction.SUM, "-{C} * Exp({C} + S + T)", scalarI("S"), scalarJ("T")),
    /** {@code sum_j (u_i + v_j - 1) exp(c + s_i + t_j)}: s (M, 1), t (N, 1), u (M, 1), v (N, 1). */
    SINKHORN_PRIMAL("sinkhorn_primal", Reduction.SUM, "(U + V - 1) * Exp({C} + S + T)",
            scalarI("S"), scalarJ("T"), scalarI("U"), scalarJ("V"));

    /**
     * A tensor that a mode takes.
     *
     * @param name its name in formulas
     * @param category what it is indexed by
     * @param isVector whether it has E columns, as many as the result, or one
     */
    record Operand(String name, Category category, boolean isVector) {}

    private final String text;
    private final Reduction reduction;
    private final String template;
    private final List<Operand> operands;

    KernelMode(String text, Reduction reduction, String template, Operand... operands) {
        this.text = text;
        this.reduction = reduction;
        this.template = template;
        this.operands = List.of(operands);
    }

    private static Operand rows(String name) {
        return new Operand(name, Category.J, true);
    }

    private static Operand scalarI(String name) {
        return new Operand(name, Category.I, false);
    }

    private static Operand scalarJ(String name) {
        return new Operand(name, Category.J, false);
    }

    /**
     * The mode of a name, as the original documentation spells it: {@code sum}, {@code log_scaled_lse}.
     *
     * @throws FormulaException if there is none
     */
    public static KernelMode named(String name) {
        Objects.requireNonNull(name, "name");
        return Arrays.stream(values())
                .filter(mode -> mode.text.equals(name))
                .findFirst()
                .orElseThrow(() -> new FormulaException("unknown mode '" + name + "'; known are: "
                        + Arrays.stream(values()).map(KernelMode::text).collect(Collectors.joining(", "))));
    }

    /** The name, as the original documentation spells it. */
    public String text() {
        return text;
    }

    /** What is made of the formula along j. */
    public Reduction reduction() {
        return reduction;
    }

    /** The tensors after x and y, in order. */
    List<Operand> operands() {
        return operands;
    }

    /** The formula for a kernel. */
    String formula(Kernel kernel) {
        try {
            return template.contains("{C}")
                    ? template.replace("{C}", "(" + kernel.logFormula() + ")")
                    : template.replace("{K}", "(" + kernel.valueFormula() + ")");
        } catch (FormulaException e) {
            throw new FormulaException("the mode " + text + " needs the logarithm of the kernel: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
