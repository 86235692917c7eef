package keops.random;

import java.lang.foreign.Arena;
import java.util.List;
import keops.Backend;
import keops.formula.Formula;
import keops.program.Evaluator;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.tensor.DType;

/** Runs a case on every back end, in both types, and judges every row of the results. */
final class CaseCheck {
    private static final List<Backend> BACKENDS = List.of(Backend.REFERENCE, Backend.CPU);

    private CaseCheck() {}

    static Verdict run(RandomCase c) {
        try {
            Formula read = Formula.parse(c.formula().toString(), c.aliases());
            if (!read.equals(c.formula())) {
                return Verdict.wrong("the printed formula reads back as " + read);
            }
            Verdict verdict = Verdict.NOTHING;
            for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
                verdict = verdict.and(run(c, dtype));
            }
            return verdict;
        } catch (RuntimeException | Error e) {
            return Verdict.wrong(e + " at " + List.of(e.getStackTrace()).stream().limit(8).toList());
        }
    }

    private static Verdict run(RandomCase c, DType dtype) {
        Program program = c.program();
        var analysis = new RoundingAnalysis(program, dtype);
        var position = new Position(c);
        analysis.compute(Stage.CONSTANT, position);
        analysis.compute(Stage.PARAMETER, position);
        double[][] results = new double[BACKENDS.size()][];
        for (int b = 0; b < results.length; b++) {
            try (Arena arena = Arena.ofConfined()) {
                results[b] = c.genred(BACKENDS.get(b)).call(arena, c.tensors(dtype)).toDoubleArray();
            }
        }
        Verdict verdict = Verdict.NOTHING;
        for (position.row = 0; position.row < c.rows(); position.row++) {
            Terms terms = terms(c, program, analysis, position, dtype);
            int outputs = results[0].length / c.rows();
            for (int b = 0; b < results.length; b++) {
                double[] row = java.util.Arrays.copyOfRange(
                        results[b], position.row * outputs, (position.row + 1) * outputs);
                verdict = verdict.and(c.reduction().judge().of(terms, row)
                        .at(BACKENDS.get(b) + " " + dtype + ", row " + position.row));
            }
        }
        return verdict;
    }

    private static Terms terms(
            RandomCase c, Program program, RoundingAnalysis analysis, Position position, DType dtype) {
        int dim = program.outputs().size();
        var terms = new Terms(c.columns(), dim, dtype);
        analysis.compute(Stage.I, position);
        for (position.column = 0; position.column < c.columns(); position.column++) {
            analysis.compute(Stage.J, position);
            analysis.compute(Stage.IJ, position);
            for (int k = 0; k < dim; k++) {
                int output = program.outputs().get(k);
                terms.set(position.column, k, analysis.value(output), analysis.error(output));
            }
        }
        return terms;
    }

    /** The numbers of one pair. */
    private static final class Position implements Evaluator.Inputs {
        private final RandomCase c;
        private int row;
        private int column;

        Position(RandomCase c) {
            this.c = c;
        }

        @Override
        public double load(Scalar.Load load) {
            int dim = c.arguments().get(load.argument()).dim();
            int index = switch (load.stage()) {
                case I -> row;
                case J -> column;
                case CONSTANT, PARAMETER, IJ -> 0;
            };
            return c.data().get(load.argument())[index * dim + load.component()];
        }

        @Override
        public double index(Stage stage) {
            return stage == Stage.I ? row : column;
        }
    }
}
