package keops.cpu.reduction;

import java.util.Arrays;
import java.util.stream.Stream;
import keops.cpu.code.ElementKind;
import keops.cpu.code.Narrow;
import keops.cpu.layout.Inputs;
import keops.program.Evaluator;
import keops.program.Stage;

/**
 * What computes the values of parameters and of single rows and columns, in double precision. It never changes, and
 * threads may share it: each works with evaluators of its own.
 */
public final class Evaluators {
    private final ElementKind kind;
    /** With the constants computed. */
    private final Evaluator evaluator;
    private final Evaluator.Needs ofInputs;
    private final Evaluator.Needs ofFactors;
    private final int[] fixed;

    Evaluators(KernelPlan plan) {
        this.kind = plan.shape().kind();
        this.evaluator = new Evaluator(plan.staged().program());
        this.fixed = plan.staged().fixed().stream().mapToInt(Integer::intValue).toArray();
        this.ofInputs = evaluator.needs(Stream.of(plan.rowInputs(), plan.columnInputs())
                .flatMap(inputs -> inputs.computed().stream())
                .mapToInt(Inputs.Computed::value));
        this.ofFactors = evaluator.needs(Arrays.stream(plan.factors().values()));
    }

    /** An evaluator with the parameters of a call computed. */
    public Evaluator ofCall(Evaluator.Inputs arguments) {
        Evaluator ofCall = evaluator.copy();
        ofCall.compute(Stage.PARAMETER, arguments);
        return ofCall;
    }

    /** A copy for one thread, which computes what of rows and columns kernels read. */
    public Evaluator ofInputs(Evaluator ofCall) {
        return ofCall.copyFor(ofInputs);
    }

    /** A copy for one thread, which computes the factors of sums. */
    public Evaluator ofFactors(Evaluator ofCall) {
        return ofCall.copyFor(ofFactors);
    }

    /** The parameter values and constants, as an array of the compute type. */
    public Object parameters(Evaluator ofCall) {
        double[] values = new double[fixed.length];
        for (int k = 0; k < fixed.length; k++) {
            values[k] = ofCall.value(fixed[k]);
        }
        return kind == ElementKind.DOUBLE ? values : Narrow.toFloats(values);
    }
}
