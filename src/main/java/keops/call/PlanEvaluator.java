package keops.call;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.plan.Output;
import keops.plan.Plan;
import keops.plan.RowBlock;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Evaluates a plan on tensors: checks the arguments of a call, goes through the elements of a batch, and has each
 * evaluated where that was asked for. It is immutable and may be shared by threads.
 */
public final class PlanEvaluator {
    private final Plan plan;
    private final Execution execution;
    private final Watching watching;
    private final Engine engine;
    private final List<Output> outputs;

    private PlanEvaluator(Engine engine, Execution execution, Watching watching) {
        this.plan = engine.plan();
        this.outputs = plan.outputs();
        this.execution = execution;
        this.watching = watching;
        this.engine = engine;
    }

    /** What evaluates a plan. */
    public static PlanEvaluator of(Plan plan, Execution execution, Watching watching) {
        return new PlanEvaluator(Engine.of(plan), execution, watching);
    }

    /** The plan. */
    public Plan plan() {
        return plan;
    }

    /** Where and how it is evaluated. */
    public Execution execution() {
        return execution;
    }

    /** Who looks on. */
    public Watching watching() {
        return watching;
    }

    /** The same elsewhere, with the kernels that were made already. */
    public PlanEvaluator with(Execution other) {
        return new PlanEvaluator(engine, other, watching);
    }

    /** The same with other onlookers. */
    public PlanEvaluator watchedBy(Watching other) {
        return new PlanEvaluator(engine, execution, other);
    }

    /** The same over all pairs. */
    public PlanEvaluator withoutRanges() {
        return with(execution.withoutRanges());
    }

    /** The same by plain loops. */
    public PlanEvaluator plainly() {
        return with(execution.on(Backend.REFERENCE));
    }

    /** The same by plain loops, for arguments in float64. */
    public PlanEvaluator plainInDouble() {
        return with(execution.accumulatingIn(null).on(Backend.REFERENCE));
    }

    /** What evaluates another plan where and how this one is. */
    public PlanEvaluator derived(Plan other) {
        return new PlanEvaluator(Engine.of(other), execution, watching);
    }

    /** What evaluates each component where these are computed apart, as those of exponential sums are; else nothing. */
    public List<PlanEvaluator> components() {
        return engine.components().stream().map(one -> new PlanEvaluator(one, execution, watching)).toList();
    }

    /** The back end that computes, as far as is known. */
    public Backend backend() {
        return Dispatch.known(execution.wanted());
    }

    /** What becomes of the plan for arguments of an element type. */
    public String explain(DType dtype) {
        return engine.explain(execution, dtype);
    }

    /** The kernels that calls need. */
    public Compilation compilation() {
        return new Compilation(engine, execution);
    }

    /** Whether a call with some arguments may be computed on a GPU. */
    public boolean mayRunOnGpu(Tensor... arguments) {
        ArgumentCheck check = check(arguments);
        return engine.mayRunOnGpu(execution, List.of(arguments), check.size(plan.rows()),
                check.size(plan.rows().otherAxis()));
    }

    /** Whether it is computed by plain loops in float64, all or some of it, where it does not run on a GPU. */
    public boolean runsPlainly(DType compute) {
        return engine.runsPlainly(execution, compute);
    }

    /** The arguments of a call as tensors; see {@link Arguments}. */
    public Tensor[] tensors(Object... arguments) {
        return Arguments.of(plan.arguments(), arguments);
    }

    /** A cotangent as a tensor, like the values of the output. */
    public Tensor cotangent(Object given, Tensor... arguments) {
        Objects.requireNonNull(given, "cotangent");
        return given instanceof Tensor tensor
                ? tensor
                : Arguments.like("the cotangent", check(arguments).dtype(), valueShapes(arguments).getFirst(), given);
    }

    /**
     * What the arguments of a call are.
     *
     * @throws FormulaException if one does not fit
     */
    public ArgumentCheck check(Tensor... arguments) {
        ArgumentCheck check = ArgumentCheck.of(plan.arguments(), arguments);
        if (execution.accumulator() == DType.FLOAT32 && check.dtype() == DType.FLOAT64) {
            throw new FormulaException("sums of float64 arguments cannot be accumulated in float32");
        }
        return check;
    }

    /**
     * Checks the arguments, that results, if there are any, are outputs, and that cotangents are like their values.
     *
     * @throws FormulaException if one does not fit
     */
    public void checkCotangents(List<Tensor> cotangents, List<Tensor> results, Tensor... arguments) {
        ArgumentCheck check = check(arguments);
        check.checkResults(plan, results);
        check.checkCotangents(plan.outputs(), cotangents, plan.rows());
    }

    /** The shapes of the outputs. */
    public List<long[]> outputShapes(Tensor... arguments) {
        return shapes(plan.outputs().stream(), arguments);
    }

    /** The shapes of the outputs that are no indices. */
    public List<long[]> valueShapes(Tensor... arguments) {
        return shapes(plan.outputs().stream().filter(output -> !output.isIndex()), arguments);
    }

    private List<long[]> shapes(Stream<Output> outputs, Tensor... arguments) {
        ArgumentCheck check = check(arguments);
        return outputs.map(output -> check.shape(output, plan.rows())).toList();
    }

    /**
     * Computes the only output.
     *
     * @throws FormulaException if an argument does not fit, or there are two outputs
     */
    public Tensor call(Arena arena, Tensor... arguments) {
        if (plan.outputs().size() > 1) {
            throw new FormulaException(plan.reduction().name() + " has two outputs: use callAll");
        }
        return callAll(arena, arguments).getFirst();
    }

    /**
     * Computes the outputs.
     *
     * @throws FormulaException if an argument does not fit
     */
    public List<Tensor> callAll(Arena arena, Tensor... arguments) {
        Objects.requireNonNull(arena, "arena");
        ArgumentCheck check = check(arguments);
        Home home = Home.of(arguments);
        List<Tensor> results = outputs.stream()
                .map(out -> home.allocate(arena, out.dtype(check.dtype()), check.shape(out, plan.rows())))
                .toList();
        run(check, results, arguments);
        return results;
    }

    /**
     * Computes the outputs into the caller's memory.
     *
     * @param given tensors, flat arrays or buffers
     * @throws FormulaException if an output or an argument does not fit
     */
    public void callAllInto(List<?> given, Tensor... arguments) {
        ArgumentCheck check = check(arguments);
        List<Tensor> places = check.outputs(outputs, given, plan.rows());
        check.checkOutputs(outputs, places, plan.rows(), arguments);
        run(check, places, arguments);
    }

    /** Computes one output of values in float64, not on a GPU, as {@link Plan#unroundedOutputs} has it. */
    public List<Tensor> callInDouble(Arena arena, Tensor... arguments) {
        ArgumentCheck check = check(arguments);
        List<Tensor> outputs = plan.unroundedOutputs().stream()
                .map(output -> Tensor.allocate(arena, DType.FLOAT64, check.shape(output, plan.rows())))
                .toList();
        run(check, outputs, arguments);
        return outputs;
    }

    private void run(ArgumentCheck check, List<Tensor> outputs, Tensor[] arguments) {
        CallWatch.during(watching, watch -> {
            WholeArguments.requireExact(plan.arguments(), arguments, check.dtype());
            run(check, outputs, arguments, watch);
            return null;
        });
    }

    private void run(ArgumentCheck check, List<Tensor> outputs, Tensor[] arguments, CallWatch watch) {
        long rows = check.size(plan.rows());
        long columns = check.size(plan.rows().otherAxis());
        Optional<List<RowBlock>> blocks = execution.blocks(plan.rows(), rows, columns);
        Batch batch = check.batch();
        var all = new Evaluation(execution, check.dtype(), batch.elements(plan.arguments(), arguments, outputs), rows,
                columns, blocks, watch);
        watch.begin(all.allRows(), watch.isCounted() ? all.pairs() : 0);
        engine.run(all);
    }

    /** The reduction in words: {@code Sum over j of Exp(-G * SqDist(X,Y)) * B}. */
    @Override
    public String toString() {
        return plan.toString();
    }
}
