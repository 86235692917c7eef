package keops.program;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.stream.IntStream;

/**
 * Computes the values of a program one by one in double precision, stage by stage. The caller moves {@link Inputs} to a
 * row or a column and asks for the stages that change with it. Not thread-safe: one evaluator per thread.
 */
public final class Evaluator {
    /** Where the components of arguments and the indices come from. */
    public interface Inputs {
        /** A component of a parameter, of the current row or of the current column. */
        double load(Scalar.Load load);

        /** The number of the current row or column. */
        double index(Stage stage);

        /** A value that a back end supplies; NaN where there is none. */
        default double supplied(Scalar.Supplied supplied) {
            return Double.NaN;
        }
    }

    private final Program program;
    private final double[] values;
    /** The values of each stage. */
    private final int[][] byStage;
    /** The terms of folds that were evaluated; null before there is one, since evaluators are made by the million. */
    private IdentityHashMap<Scalar.Fold, Terms> folds;

    /** An evaluator whose constants are computed. */
    public Evaluator(Program program) {
        this.program = program;
        this.values = new double[program.values().size()];
        var stages = program.stages();
        this.byStage = Arrays.stream(Stage.values())
                .map(stage -> IntStream.range(0, values.length)
                        .filter(v -> stages.get(v) == stage)
                        .toArray())
                .toArray(int[][]::new);
        for (int v : byStage[Stage.CONSTANT.ordinal()]) {
            values[v] = compute(program.values().get(v), null);
        }
    }

    private Evaluator(Evaluator other, int[][] byStage) {
        this.program = other.program;
        this.values = other.values.clone();
        this.byStage = byStage;
    }

    /** What some values are made of, themselves included, stage by stage. */
    public static final class Needs {
        private final int[][] byStage;
        private final boolean isNothing;

        private Needs(int[][] byStage) {
            this.byStage = byStage;
            this.isNothing = EnumSet.range(Stage.ROW, Stage.PAIR).stream()
                    .allMatch(stage -> byStage[stage.ordinal()].length == 0);
        }
    }

    /** What some values are made of. */
    public Needs needs(IntStream wanted) {
        boolean[] needed = new boolean[values.length];
        wanted.forEach(v -> needed[v] = true);
        for (int v = needed.length - 1; v >= 0; v--) {
            if (needed[v]) {
                program.values().get(v).operands().forEach(operand -> needed[operand] = true);
            }
        }
        return new Needs(Arrays.stream(byStage)
                .map(ofStage -> Arrays.stream(ofStage).filter(v -> needed[v]).toArray())
                .toArray(int[][]::new));
    }

    /**
     * An evaluator for another thread, which begins with the values computed here and goes on with what is needed of
     * rows, columns and pairs; it costs less than a new one. Where nothing is, it is this one.
     */
    public Evaluator copyFor(Needs needs) {
        return needs.isNothing ? this : new Evaluator(this, needs.byStage);
    }

    /** An evaluator for another thread, which begins with the values computed here. */
    public Evaluator copy() {
        return new Evaluator(this, byStage);
    }

    /** Computes the values of some stages, the cheaper stages first. */
    public void compute(EnumSet<Stage> stages, Inputs inputs) {
        for (Stage stage : stages) {
            compute(stage, inputs);
        }
    }

    /** Computes the values of one stage. */
    public void compute(Stage stage, Inputs inputs) {
        for (int v : byStage[stage.ordinal()]) {
            values[v] = compute(program.values().get(v), inputs);
        }
    }

    /** A computed value. */
    public double value(int number) {
        return values[number];
    }

    private double compute(Scalar value, Inputs inputs) {
        return switch (value) {
            case Scalar.Constant c -> c.value();
            case Scalar.Load l -> inputs.load(l);
            case Scalar.Index i -> inputs.index(i.stage());
            case Scalar.Supplied s -> inputs.supplied(s);
            case Scalar.Unary u -> u.function().apply(values[u.a()]);
            case Scalar.Binary b -> b.function().apply(values[b.a()], values[b.b()]);
            case Scalar.Fma f -> Math.fma(values[f.a()], values[f.b()], values[f.c()]);
            case Scalar.Select s ->
                    values[s.comparison().holds(values[s.a()], values[s.b()]) ? s.then() : s.otherwise()];
            case Scalar.Fold f -> terms(f).sum();
        };
    }

    private Terms terms(Scalar.Fold fold) {
        if (folds == null) {
            folds = new IdentityHashMap<>();
        }
        return folds.computeIfAbsent(fold, Terms::new);
    }

    /** The terms of a fold, evaluated one after the other. */
    private final class Terms implements Inputs {
        private final Scalar.Fold fold;
        private final Evaluator body;
        private int k;

        Terms(Scalar.Fold fold) {
            this.fold = fold;
            this.body = new Evaluator(fold.body());
        }

        double sum() {
            double sum = 0;
            for (k = 0; k < fold.length(); k++) {
                body.compute(EnumSet.complementOf(EnumSet.of(Stage.CONSTANT)), this);
                sum += body.value(fold.body().outputs().getFirst());
            }
            return sum;
        }

        @Override
        public double load(Scalar.Load load) {
            return values[fold.streams().get(load.argument()).get(k)];
        }

        @Override
        public double index(Stage stage) {
            throw new IllegalStateException("a fold has no index of its own");
        }

        @Override
        public double supplied(Scalar.Supplied supplied) {
            return values[fold.scalars().get(supplied.rank())];
        }
    }
}
