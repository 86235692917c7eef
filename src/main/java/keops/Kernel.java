package keops;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import keops.call.Execution;
import keops.error.FormulaException;
import keops.kernel.KernelExpression;
import keops.kernel.KernelName;
import keops.kernel.LogForm;
import keops.kernel.ValueForm;
import keops.plan.LruCache;

/**
 * A kernel by its name: {@code Kernel.of("gaussian(x,y) * (1 + linear(u,v)**2)")}.
 *
 * <p>A name is made of atomic kernels on pairs of variables, numbers, {@code +}, {@code *}, {@code **k} with a whole
 * number k, unary {@code -} and parentheses. A variable is one letter from a to z; pairs do not overlap. Pairs are
 * numbered by their first appearance, which is the order of the x and y of a {@link KernelProduct}. Every occurrence of
 * an atomic kernel has a gamma of its own, in the order they are written: {@code "cauchy(x,y) + gaussian(x,y) * (1 +
 * cauchy(u,v)**2)"} has three formulas and two pairs.
 *
 * <p>A kernel is immutable, may be used from many threads at once, and keeps the reductions that were made for it: keep
 * the kernel and the next product is cheap.
 */
public final class Kernel {
    private static final Pattern ARGUMENT = Pattern.compile("\\b([GXY])_(\\d{1,3})\\b");

    private final String name;
    private final List<KernelSlot> slots;
    private final List<String> pairs;
    private final String value;
    private final String log;
    private final String noLog;
    private static final int MOST_REDUCTIONS = 64;

    /** The reductions made lately, by types of the arguments and mode, and by where and how they run. */
    private final LruCache<List<Object>, Genred> reductions = new LruCache<>(MOST_REDUCTIONS);

    private Kernel(String name, List<KernelSlot> slots, List<String> pairs, String value, String log, String noLog) {
        this.name = name;
        this.slots = List.copyOf(slots);
        this.pairs = List.copyOf(pairs);
        this.value = value;
        this.log = log;
        this.noLog = noLog;
    }

    /**
     * The kernel of a name, made of the {@linkplain KernelFormulas#STANDARD standard} atomic kernels.
     *
     * @throws FormulaException if the text is not a kernel name: the message names the problem and points at its place
     */
    public static Kernel of(String name) {
        return of(name, KernelFormulas.STANDARD);
    }

    /**
     * The kernel of a name.
     *
     * @param name the name
     * @param formulas the atomic kernels that it may be made of
     * @throws FormulaException if the text is not a kernel name: the message names the problem and points at its place
     */
    public static Kernel of(String name, KernelFormulas formulas) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(formulas, "formulas");
        KernelName read = KernelName.parse(name, formulas.numbers());
        List<KernelSlot> slots = read.atoms().stream()
                .map(atom -> {
                    AtomicKernel atomic = formulas.named(atom.name());
                    return new KernelSlot(
                            atom.toString(), atom.pair().rank(), atomic.takesGamma(), atomic.isMetric());
                })
                .toList();
        String value = ValueForm.of(read.expression(), atom -> filled(formulas.named(atom.name()).value(), atom));
        String log = null;
        String noLog = null;
        try {
            log = logarithm(read.expression(), formulas);
        } catch (FormulaException e) {
            noLog = e.getMessage();
        }
        return new Kernel(read.expression().toString(), slots,
                read.pairs().stream().map(KernelExpression.Pair::toString).toList(), value, log, noLog);
    }

    /**
     * A kernel by its formulas, over the arguments {@code G_0}, {@code G_1}, ... (gammas), {@code X_0}, ... and
     * {@code Y_0}, ... (pairs of variables).
     *
     * @param value the formula of its value k
     * @param log the formula of log k; null if it has none
     * @throws FormulaException if an argument between two others is missing
     */
    public static Kernel ofFormulas(String value, String log) {
        String both = Objects.requireNonNull(value, "value") + (log == null ? "" : " " + log);
        int gammas = count(both, "G", value);
        int variables = Math.max(count(both, "X", value), count(both, "Y", value));
        var slots = new ArrayList<KernelSlot>();
        for (int k = 0; k < gammas; k++) {
            slots.add(new KernelSlot("G_" + k, -1, true, false));
        }
        var pairs = new ArrayList<String>();
        for (int k = 0; k < variables; k++) {
            pairs.add("(X_" + k + ",Y_" + k + ")");
        }
        return new Kernel(value, slots, pairs, value, log, "the kernel " + value + " was made without a log formula");
    }

    /** The number of arguments of a letter, which are numbered without gaps. */
    private static int count(String text, String letter, String kernel) {
        List<Integer> numbers = ARGUMENT.matcher(text).results()
                .filter(found -> found.group(1).equals(letter))
                .map(found -> Integer.valueOf(found.group(2)))
                .distinct()
                .sorted()
                .toList();
        for (int k = 0; k < numbers.size(); k++) {
            if (numbers.get(k) != k) {
                throw new FormulaException("the kernel " + kernel + " has " + letter + "_" + numbers.get(k)
                        + ", but no " + letter + "_" + k + ": arguments are numbered from 0 without gaps");
            }
        }
        return numbers.size();
    }

    private static String logarithm(KernelExpression expression, KernelFormulas formulas) {
        LogForm form = LogForm.of(expression, atom -> {
            String text = formulas.named(atom.name()).log();
            if (text == null) {
                throw new FormulaException("the kernel '" + atom.name() + "' was registered without a log formula");
            }
            return filled(text, atom);
        });
        if (form.isNegative()) {
            throw new FormulaException("the kernel has no logarithm: " + expression + " is negative");
        }
        return form.text();
    }

    private static String filled(String text, KernelExpression.Atom atom) {
        int pair = atom.pair().rank();
        return AtomicKernel.filled(text, "X_" + pair, "Y_" + pair, "G_" + atom.rank(), atom.number());
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** The atomic kernels as they are written, one per gamma: {@code [gaussian(x,y), linear(u,v)]}. */
    public List<String> formulas() {
        return slots.stream().map(KernelSlot::text).toList();
    }

    /** The pairs of variables, one per x and y: {@code [(x,y), (u,v)]}. */
    public List<String> pairs() {
        return pairs;
    }

    /** The formula of the value k, over {@code G_0}, ..., {@code X_0}, ..., {@code Y_0}, .... */
    public String valueFormula() {
        return value;
    }

    /**
     * The formula of log |k|, over the same arguments as that of the value.
     *
     * @throws FormulaException if there is none: the kernel is negative, adds terms of different signs, or is made of a
     *     kernel that was registered without one
     */
    public String logFormula() {
        if (log == null) {
            throw new FormulaException(noLog);
        }
        return log;
    }

    /** Whether there is a {@link #logFormula}, as all modes but {@link KernelMode#SUM} need it. */
    public boolean hasLogFormula() {
        return log != null;
    }

    List<KernelSlot> slots() {
        return slots;
    }

    /**
     * The reduction of a mode over some arguments: the one made before, with the gradients made for it, or a new one.
     * They share their kernels wherever they run.
     */
    Genred reduction(KernelMode mode, List<String> aliases, Execution execution) {
        Genred made = reductions.get(List.of(aliases, mode), () -> make(mode, aliases));
        return execution.equals(Execution.STANDARD)
                ? made
                : reductions.get(List.of(aliases, mode, execution), () -> made.with(execution));
    }

    private Genred make(KernelMode mode, List<String> aliases) {
        try {
            return Genred.of(mode.formula(this), aliases.toArray(String[]::new))
                    .reduction(mode.reduction())
                    .axis(1)
                    .build();
        } catch (FormulaException e) {
            throw new FormulaException("the kernel " + name + ": " + e.getMessage(), e);
        }
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
