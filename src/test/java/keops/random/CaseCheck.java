package keops.random;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import keops.Genred;
import keops.execution.Backend;
import keops.formula.Formula;
import keops.program.Evaluator;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Runs a case on back ends, in both types, and judges every row of the results. */
final class CaseCheck {
    private static final List<Backend> BACKENDS = List.of(Backend.REFERENCE, Backend.CPU);

    private CaseCheck() {}

    /** Runs a case on all back ends of the host. */
    static Verdict run(RandomCase c) {
        return run(c, BACKENDS);
    }

    static Verdict run(RandomCase c, List<Backend> backends) {
        try {
            for (Formula formula : c.formulas()) {
                Formula read = Formula.parse(formula.toString(), c.aliases());
                if (!read.equals(formula)) {
                    return Verdict.wrong("the printed formula " + formula + " reads back as " + read);
                }
            }
            Program program = c.program();
            Genred genred = c.genred(backends.getFirst());
            List<Genred> all = backends.stream().map(genred::backend).toList();
            Verdict verdict = Verdict.NOTHING;
            for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
                verdict = verdict.and(run(c, program, all, dtype));
            }
            return verdict;
        } catch (RuntimeException | Error e) {
            return Verdict.wrong(e + " at " + List.of(e.getStackTrace()).stream().limit(8).toList());
        }
    }

    private static Verdict run(RandomCase c, Program program, List<Genred> all, DType dtype) {
        var analysis = new RoundingAnalysis(program, dtype);
        var position = new Position(c);
        analysis.compute(Stage.CONSTANT, position);
        analysis.compute(Stage.PARAMETER, position);
        List<List<double[]>> results = all.stream().map(genred -> results(c, genred, dtype)).toList();
        int rowCount = c.rows();
        Verdict verdict = Verdict.NOTHING;
        for (position.row = 0; position.row < rowCount; position.row++) {
            Terms terms = terms(c, program, analysis, position, dtype);
            for (int b = 0; b < results.size(); b++) {
                List<double[]> rows = results.get(b).stream()
                        .map(values -> row(values, position.row, rowCount))
                        .toList();
                verdict = verdict.and(verdict(c, terms, rows)
                        .at(all.get(b).backend() + " " + dtype + ", row " + position.row));
            }
        }
        return verdict;
    }

    /** What the judge says; of exponentials of a vector, about each component with its weight. */
    private static Verdict verdict(RandomCase c, Terms terms, List<double[]> rows) {
        int dim = c.formula().dim();
        if (!c.reduction().isExponential() || dim == 1) {
            return c.reduction().judge().of(terms, rows);
        }
        int weightDim = terms.dim() - dim;
        double[] row = rows.getFirst();
        int length = row.length / dim;
        Verdict verdict = Verdict.NOTHING;
        for (int d = 0; d < dim; d++) {
            Terms component = weightDim == 0
                    ? terms.components(d)
                    : terms.components(d, weightDim == 1 ? dim : dim + d);
            double[] results = Arrays.copyOfRange(row, d * length, (d + 1) * length);
            verdict = verdict.and(c.reduction().judge().of(component, List.of(results)).at("component " + d));
        }
        return verdict;
    }

    private static List<double[]> results(RandomCase c, Genred genred, DType dtype) {
        try (Arena arena = Arena.ofConfined()) {
            return genred.callAll(arena, c.tensors(dtype)).stream().map(Tensor::toDoubleArray).toList();
        }
    }

    private static double[] row(double[] values, int row, int rows) {
        int length = values.length / rows;
        return Arrays.copyOfRange(values, row * length, (row + 1) * length);
    }

    private static Terms terms(
            RandomCase c, Program program, RoundingAnalysis analysis, Position position, DType dtype) {
        int dim = program.outputs().size();
        int columns = c.columns();
        var terms = new Terms(columns, dim, dtype);
        analysis.compute(Stage.ROW, position);
        for (position.column = 0; position.column < columns; position.column++) {
            analysis.compute(Stage.COLUMN, position);
            analysis.compute(Stage.PAIR, position);
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
                case ROW -> row;
                case COLUMN -> column;
                case CONSTANT, PARAMETER, PAIR -> 0;
            };
            return c.data().get(load.argument())[index * dim + load.component()];
        }

        @Override
        public double index(Stage stage) {
            return stage == Stage.ROW ? row : column;
        }
    }
}
