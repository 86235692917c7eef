package keops.derivative;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.call.ArgumentCheck;
import keops.call.Batch;
import keops.call.PlanEvaluator;
import keops.call.Home;
import keops.call.SideBySide;
import keops.error.FormulaException;
import keops.formula.Call;
import keops.formula.Constant;
import keops.formula.Formula;
import keops.formula.Operators;
import keops.memory.ScratchArena;
import keops.plan.CurrentWatch;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * The results of a reduction that its derivatives are made with, as {@link keops.plan.Linearised} asks for them:
 * logarithms as {@link ShiftedLogarithms}, and averages.
 */
final class SavedRows {
    /** How far averages may be from those that are given for them, in roundings of the largest: sums of many terms. */
    private static final double ROUNDINGS = 1024;

    private final Differentiable source;
    private final Plan plan;
    private final boolean isAverage;
    /** Of averages: the logarithms of what they are divided by. */
    private final Optional<Differentiable> logarithm;
    /** Of vectors: those of each component. */
    private final List<SavedRows> components;

    SavedRows(Differentiable source) {
        this.source = source;
        this.plan = source.plan();
        this.isAverage = plan.reduction().isAverage();
        this.logarithm = isAverage
                ? Optional.of(derived(plan.formula(), Optional.empty(), Reduction.LOG_SUM_EXP))
                : Optional.empty();
        this.components = source.evaluator().components().stream()
                .map(component -> new SavedRows(Differentiable.of(component)))
                .toList();
    }

    private Differentiable derived(Formula formula, Optional<Formula> weight, Reduction reduction) {
        return source.derived(Plan.of(formula, weight, plan.arguments(), reduction, SumScheme.AUTO, plan.rows()));
    }

    /**
     * Results on the host, before they are rounded.
     *
     * @param logarithms those of exponential sums, or of what averages are divided by
     * @param averages the averages, if the results are such
     * @param isWide whether the exponents have more digits than the type that is computed in
     */
    record Precise(ShiftedLogarithms logarithms, Optional<Tensor> averages, boolean isWide) {
        Tensor results(Arena arena) {
            return averages.orElseGet(() -> logarithms.values(arena));
        }
    }

    /**
     * Finds the rows.
     *
     * @param results the results of the reduction, or an empty list to compute what is needed; after averages may come
     *     the logarithms of what they are divided by
     * @param plainly whether to compute what is needed by plain loops in float64, because what takes the rows is
     */
    List<Tensor> of(Arena arena, List<Tensor> results, boolean plainly, Tensor... arguments) {
        if (plan.reduction().isSum()) {
            return List.of();
        }
        try (Arena scratch = new ScratchArena()) {
            return rows(arena, precise(scratch, results, plainly, arguments), arguments);
        }
    }

    /**
     * Whether what takes the rows is computed by plain loops in float64, whose exponents are other than those of
     * vectors.
     */
    boolean arePlain(Differentiable pass, Tensor... arguments) {
        return !source.evaluator().mayRunOnGpu(arguments) && pass.evaluator().runsPlainly(compute(arguments));
    }

    /** The rows for results. */
    List<Tensor> rows(Arena arena, Precise precise, Tensor... arguments) {
        DType compute = compute(arguments);
        boolean isBare = isAverage || plan.weight().isEmpty();
        try (Arena scratch = new ScratchArena()) {
            var logarithms = isBare
                    ? precise.logarithms.notBelowExponents(
                            scratch, compute, precise.isWide, () -> infinities(scratch, arguments))
                    : precise.logarithms.near(scratch, compute);
            return Stream.concat(Stream.of(logarithms.shift(), logarithms.rest()), precise.averages.stream())
                    .map(rows -> there(arena, rows, compute, arguments))
                    .toList();
        }
    }

    /** The results themselves, in the type that is computed in. */
    Tensor values(Arena arena, Precise precise, Tensor... arguments) {
        try (Arena scratch = new ScratchArena()) {
            return there(arena, precise.results(scratch), compute(arguments), arguments);
        }
    }

    private DType compute(Tensor... arguments) {
        return ArgumentCheck.of(plan.arguments(), arguments).dtype();
    }

    /** Rounded, and where the arguments are. */
    private static Tensor there(Arena arena, Tensor rows, DType compute, Tensor... arguments) {
        return Home.of(arguments).bring(arena, there -> Batch.rounded(there, rows, compute));
    }

    /** For each row the number of exponents that are +inf. */
    private Tensor infinities(Arena arena, Tensor... arguments) {
        Formula largest = new Constant(ShiftedLogarithms.largest(compute(arguments)));
        Formula isInfinite = Call.of(Operators.named("LessThan"), largest, plan.formula());
        return Home.onHost(arena, derived(isInfinite, Optional.empty(), Reduction.SUM).call(arena, arguments));
    }

    /**
     * The results, those given or computed; averages that are given without logarithms are compared with computed ones.
     */
    Precise precise(Arena arena, List<Tensor> results, boolean plainly, Tensor... arguments) {
        if (!components.isEmpty()) {
            return sideBySide(arena, IntStream.range(0, components.size())
                    .mapToObj(d -> components.get(d).precise(arena, results.stream()
                            .map(result -> SideBySide.part(arena, result, d, 1))
                            .toList(), plainly, arguments))
                    .toList());
        }
        if (!isAverage) {
            return new Precise(results.isEmpty()
                    ? logarithms(arena, plainly, arguments)
                    : ShiftedLogarithms.of(arena, Home.onHost(arena, results.getFirst())), Optional.empty(), plainly);
        }
        if (results.size() == 2) {
            return new Precise(ShiftedLogarithms.of(arena, Home.onHost(arena, results.getLast())),
                    Optional.of(Home.onHost(arena, results.getFirst())), plainly);
        }
        Tensor sums = shiftedSums(arena, plainly, arguments);
        int width = plan.weightDim();
        long[] shape = sums.shape();
        shape[shape.length - 1] = width;
        Tensor averages = Tensor.allocate(arena, DType.FLOAT64, shape);
        for (long k = 0; k < averages.count(); k++) {
            CurrentWatch.checkAt(k);
            long from = k / width * (width + 2);
            averages.setDoubleAt(k, sums.doubleAt(from + 2 + k % width) / sums.doubleAt(from + 1));
        }
        if (!results.isEmpty()) {
            requireAlike(averages, Home.onHost(arena, results.getFirst()), sums, width);
        }
        return new Precise(ShiftedLogarithms.ofSums(arena, sums, 1), Optional.of(averages), plainly);
    }

    private static Precise sideBySide(Arena arena, List<Precise> parts) {
        Precise first = parts.getFirst();
        return new Precise(
                new ShiftedLogarithms(sideBySide(arena, parts, part -> part.logarithms.shift()),
                        sideBySide(arena, parts, part -> part.logarithms.rest())),
                first.averages.map(_ -> sideBySide(arena, parts, part -> part.averages.orElseThrow())), first.isWide);
    }

    private static Tensor sideBySide(Arena arena, List<Precise> parts, Function<Precise, Tensor> part) {
        return SideBySide.join(arena, parts.stream().map(part).toList());
    }

    /** Averages over other columns differ by more than rounding makes of exponents as large as those of the row. */
    private static void requireAlike(Tensor averages, Tensor given, Tensor sums, int width) {
        double precision = Math.ulp(given.dtype() == DType.FLOAT64 ? 1.0 : 1.0f);
        double scale = 0;
        for (long k = 0; k < averages.count(); k++) {
            CurrentWatch.checkAt(k);
            scale = Math.max(scale, Math.abs(averages.doubleAt(k)));
        }
        for (long k = 0; k < averages.count(); k++) {
            CurrentWatch.checkAt(k);
            double largest = Math.abs(sums.doubleAt(k / width * (width + 2)));
            double difference = Math.abs(averages.doubleAt(k) - given.doubleAt(k));
            if (difference > scale * precision * (ROUNDINGS + 32 * largest)) {
                throw new FormulaException("the results are not the averages for these arguments: row " + k / width
                        + " differs by " + difference
                        + "; for a block of columns, give the averages over all columns and,"
                        + " after them, the LogSumExp of the formula over all columns");
            }
        }
    }

    private ShiftedLogarithms logarithms(Arena arena, boolean plainly, Tensor... arguments) {
        PlanEvaluator own = source.evaluator();
        if (plainly || !own.mayRunOnGpu(arguments)) {
            List<Tensor> parts = (plainly ? own.plainInDouble() : own).callInDouble(arena, arguments);
            return new ShiftedLogarithms(parts.getLast(), parts.getFirst());
        }
        return ShiftedLogarithms.ofSums(
                arena, shiftedSums(arena, false, arguments), plan.weightDim());
    }

    /** The largest exponent of each row, and the sums relative to it. */
    private Tensor shiftedSums(Arena arena, boolean plainly, Tensor... arguments) {
        PlanEvaluator sums = shiftedSums().evaluator();
        if (!plainly && sums.mayRunOnGpu(arguments)) {
            return Home.onHost(arena, sums.call(arena, arguments));
        }
        return (plainly ? sums.plainInDouble() : sums).callInDouble(arena, arguments).getFirst();
    }

    /** What averages are divided by stands before their own sums. */
    private Differentiable shiftedSums() {
        Optional<Formula> weight = isAverage
                ? Optional.of(Call.of(Operators.named("Concat"), new Constant(1), plan.weight().orElseThrow()))
                : plan.weight();
        return derived(plan.formula(), weight, Reduction.MAX_SUM_SHIFT_EXP);
    }

    /** What computes the rows: the reductions themselves or, on GPUs and of averages, sums relative to the largest. */
    Stream<PlanEvaluator> needed() {
        if (plan.reduction().isSum()) {
            return Stream.empty();
        }
        return components.isEmpty()
                ? Stream.concat(reductions().stream(), Stream.of(shiftedSums())).map(Differentiable::evaluator)
                : components.stream().flatMap(SavedRows::needed);
    }

    /** How the rows change, but for the shift, which does not. */
    List<Tensor> changes(Arena arena, SumTangent ofSource, Optional<Jvp> ofLogarithm, List<Tensor> directions,
            Tensor... arguments) {
        if (plan.reduction().isSum()) {
            return List.of();
        }
        var changes = new ArrayList<Tensor>();
        ofLogarithm.ifPresent(tangent -> changes.addAll(tangent.call(arena, directions, arguments)));
        changes.addAll(ofSource.call(arena, directions, arguments));
        return changes;
    }

    Optional<Differentiable> logarithm() {
        return logarithm;
    }

    /** The reductions that the rows after the shift change as. */
    List<Differentiable> reductions() {
        return plan.reduction().isSum()
                ? List.of()
                : Stream.concat(logarithm.stream(), Stream.of(source)).toList();
    }
}
