package keops.random;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import keops.program.BinaryFunction;
import keops.program.Evaluator;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.UnaryFunction;
import keops.tensor.DType;

/**
 * The values of a program in double precision, each with a bound on how far a computation in a compute type may be from
 * it (a running error analysis, to first order). The bound allows for what back ends may do: products in another order,
 * reciprocals for quotients, fused multiply-adds, exponentials to base 2, functions with errors of 2 ulp. It is
 * infinite where nothing can be said: near a jump or the end of a domain, beyond a range far within that of the type,
 * and for NaN and infinities.
 */
final class RoundingAnalysis {
    /** Half an ulp, relative. */
    private final double unit;
    /** What may be flushed to zero. */
    private final double flushed;
    /** Larger values may overflow, when products are taken in another order. */
    private final double huge;
    private final DType dtype;
    private final Program program;
    private final int[][] byStage;
    private final double[] values;
    private final double[] errors;
    private final IdentityHashMap<Scalar.Fold, RoundingAnalysis> folds = new IdentityHashMap<>();

    RoundingAnalysis(Program program, DType dtype) {
        boolean isFloat = dtype == DType.FLOAT32;
        this.dtype = dtype;
        this.unit = unit(dtype);
        this.flushed = flushed(dtype);
        this.huge = isFloat ? 1e18 : 1e140;
        this.program = program;
        this.values = new double[program.values().size()];
        this.errors = new double[values.length];
        List<Stage> stages = program.stages();
        this.byStage = Arrays.stream(Stage.values())
                .map(stage -> IntStream.range(0, values.length).filter(v -> stages.get(v) == stage).toArray())
                .toArray(int[][]::new);
    }

    /** Half an ulp of a type, relative. */
    static double unit(DType dtype) {
        return dtype == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    }

    /** The largest number that a computation in a type may take for zero. */
    static double flushed(DType dtype) {
        return dtype == DType.FLOAT32 ? 0x1p-125 : 0x1p-1021;
    }

    void compute(Stage stage, Evaluator.Inputs inputs) {
        for (int v : byStage[stage.ordinal()]) {
            compute(v, inputs);
        }
    }

    double value(int v) {
        return values[v];
    }

    double error(int v) {
        return errors[v];
    }

    private void compute(int v, Evaluator.Inputs inputs) {
        evaluate(v, inputs);
        boolean isKnown = Math.abs(values[v]) <= huge && errors[v] < Double.POSITIVE_INFINITY;
        errors[v] = isKnown ? errors[v] : Double.POSITIVE_INFINITY;
    }

    private void evaluate(int v, Evaluator.Inputs inputs) {
        switch (program.values().get(v)) {
            case Scalar.Constant(double c) -> set(v, c, c == (float) c ? 0 : unit * Math.abs(c) + flushed);
            case Scalar.Load load -> set(v, inputs.load(load), 0);
            case Scalar.Index index -> set(v, inputs.index(index.stage()), 0);
            case Scalar.Supplied _ -> set(v, Double.NaN, Double.POSITIVE_INFINITY);
            case Scalar.Unary(UnaryFunction function, int a) -> unary(v, function, a);
            case Scalar.Binary(BinaryFunction function, int a, int b) -> binary(v, function, a, b);
            case Scalar.Fma(int a, int b, int c) -> {
                double value = Math.fma(values[a], values[b], values[c]);
                double product = Math.abs(values[a] * values[b]);
                set(v, value, productError(a, b) + errors[c] + unit * (2 * product + Math.abs(value)));
            }
            case Scalar.Select select -> select(v, select);
            case Scalar.Fold fold -> fold(v, fold);
        }
    }

    /** The terms one by one, and the rounding of their sum. */
    private void fold(int v, Scalar.Fold fold) {
        RoundingAnalysis body = folds.computeIfAbsent(fold, f -> new RoundingAnalysis(f.body(), dtype));
        double sum = 0;
        double error = 0;
        double magnitude = 0;
        for (int k = 0; k < fold.length(); k++) {
            for (int w = 0; w < body.values.length; w++) {
                switch (fold.body().values().get(w)) {
                    case Scalar.Load load -> body.take(w, this, fold.streams().get(load.argument()).get(k));
                    case Scalar.Supplied supplied -> body.take(w, this, fold.scalars().get(supplied.rank()));
                    default -> body.compute(w, null);
                }
            }
            int term = fold.body().outputs().getFirst();
            sum += body.values[term];
            error += body.errors[term];
            magnitude += Math.abs(body.values[term]);
        }
        set(v, sum, error + unit * fold.length() * magnitude);
    }

    private void take(int w, RoundingAnalysis outer, int v) {
        set(w, outer.values[v], outer.errors[v]);
    }

    private void set(int v, double value, double error) {
        values[v] = value;
        errors[v] = error;
    }

    private void unary(int v, UnaryFunction function, int a) {
        double value = function.apply(values[a]);
        double error = errors[a];
        if (error == Double.POSITIVE_INFINITY) {
            set(v, value, error);
            return;
        }
        if (function == UnaryFunction.EXP || function == UnaryFunction.EXP2) {
            error += 2 * unit * Math.abs(values[a]);
        }
        boolean waves = function == UnaryFunction.SIN || function == UnaryFunction.COS;
        if (waves && error > 0.05) {
            set(v, value, Double.POSITIVE_INFINITY);
            return;
        }
        double spread = error == 0 ? 0 : Math.max(
                Math.abs(function.apply(values[a] + error) - value),
                Math.abs(function.apply(values[a] - error) - value));
        boolean isExact = function == UnaryFunction.NEGATE || function == UnaryFunction.ABS
                || function == UnaryFunction.FLOOR;
        set(v, value, isExact ? spread : spread + 4 * unit * Math.abs(value) + flushed);
    }

    private void binary(int v, BinaryFunction function, int a, int b) {
        double x = values[a];
        double y = values[b];
        double value = function.apply(x, y);
        if (Math.max(errors[a], errors[b]) == Double.POSITIVE_INFINITY) {
            set(v, value, Double.POSITIVE_INFINITY);
            return;
        }
        double rounded = unit * Math.abs(value);
        double error = switch (function) {
            case ADD, SUBTRACT -> errors[a] + errors[b] + rounded;
            case MULTIPLY -> productError(a, b) + 3 * rounded + flushed;
            case DIVIDE -> Math.abs(y) <= errors[b]
                    ? Double.POSITIVE_INFINITY
                    : (errors[a] + Math.abs(value) * errors[b]) / (Math.abs(y) - errors[b]) + 4 * rounded + flushed;
            default -> corners(function, a, b, value) + 4 * rounded + flushed;
        };
        set(v, value, error);
    }

    private double productError(int a, int b) {
        return (errors[a] == 0 ? 0 : errors[a] * Math.abs(values[b]))
                + (errors[b] == 0 ? 0 : errors[b] * Math.abs(values[a]))
                + (errors[a] == 0 || errors[b] == 0 ? 0 : errors[a] * errors[b]);
    }

    private double corners(BinaryFunction function, int a, int b, double value) {
        double spread = 0;
        for (double x : new double[] {values[a] - errors[a], values[a], values[a] + errors[a]}) {
            for (double y : new double[] {values[b] - errors[b], values[b], values[b] + errors[b]}) {
                spread = Math.max(spread, Math.abs(function.apply(x, y) - value));
            }
        }
        return spread;
    }

    /** Certain, or the distance between both values added. */
    private void select(int v, Scalar.Select select) {
        double difference = Math.abs(values[select.a()] - values[select.b()]);
        double uncertainty = errors[select.a()] + errors[select.b()];
        int chosen = select.comparison().holds(values[select.a()], values[select.b()])
                ? select.then()
                : select.otherwise();
        if (uncertainty == 0 && !Double.isNaN(difference) || difference > uncertainty) {
            set(v, values[chosen], errors[chosen]);
        } else {
            set(v, values[chosen], errors[select.then()] + errors[select.otherwise()]
                    + Math.abs(values[select.then()] - values[select.otherwise()]));
        }
    }
}
