package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Gradients by blocks of rows and columns, from results over all columns: they add up to those over everything. */
class ColumnBlocksTest {
    private static final long SEED = 41;
    private static final int ROWS = 40;
    private static final int COLUMNS = 60;
    private static final int ROW_BLOCK = 20;
    private static final int COLUMN_BLOCK = 25;
    private static final int[] DIMS = {3, 3, 2};
    private static final String[] ALIASES = {"x = Vi(3)", "y = Vj(3)", "b = Vj(2)"};

    private static final Tensor X = Numbers.tensor(SEED, DType.FLOAT64, ROWS, 3);
    private static final Tensor Y = Numbers.tensor(SEED + 1, DType.FLOAT64, COLUMNS, 3);
    private static final Tensor B = Numbers.tensor(SEED + 2, DType.FLOAT64, COLUMNS, 2);

    private static Genred genred(Reduction reduction) {
        GenredBuilder builder = Genred.of("-3 * SqDist(x,y) + b[0]", ALIASES).reduction(reduction).axis(1);
        return (reduction.equals(Reduction.SUM_SOFT_MAX_WEIGHT) ? builder.weight("b") : builder).build();
    }

    /** Results over all columns, with what blocks need beside them. */
    private static List<Tensor> results(Genred genred) {
        var results = new ArrayList<>(genred.callAll(Arena.ofAuto(), X, Y, B));
        if (genred.toString().startsWith("SumSoftMaxWeight")) {
            results.add(genred(Reduction.LOG_SUM_EXP).call(Arena.ofAuto(), X, Y, B));
        }
        return results;
    }

    @TestFactory
    Stream<DynamicTest> blocksAddUp() {
        return Stream.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.SUM_SOFT_MAX_WEIGHT, Reduction.MAX_ARG_MAX,
                        Reduction.MIN_ARG_MIN, Reduction.kMinArgKMin(3), Reduction.kMaxArgKMax(2))
                .map(reduction -> DynamicTest.dynamicTest(reduction.name(), () -> addUp(genred(reduction))));
    }

    private static void addUp(Genred genred) {
        List<Tensor> results = results(genred);
        Tensor e = Numbers.tensor(SEED + 3, DType.FLOAT64, results.getFirst().shape());
        List<Tensor> whole = genred.gradient().call(Arena.ofAuto(), e, X, Y, B);
        double[][] sums = {new double[ROWS * 3], new double[COLUMNS * 3], new double[COLUMNS * 2]};
        for (int i = 0; i < ROWS; i += ROW_BLOCK) {
            int from = i;
            List<Tensor> ofRows = results.stream().map(result -> result.rows(from, from + ROW_BLOCK)).toList();
            for (int j = 0; j < COLUMNS; j += COLUMN_BLOCK) {
                int end = Math.min(COLUMNS, j + COLUMN_BLOCK);
                List<Tensor> parts = genred.gradient().callBlock(Arena.ofAuto(), ofRows, j, e.rows(i, i + ROW_BLOCK),
                        X.rows(i, i + ROW_BLOCK), Y.rows(j, end), B.rows(j, end));
                int[] first = {i, j, j};
                for (int k = 0; k < sums.length; k++) {
                    for (int at = 0; at < parts.get(k).count(); at++) {
                        sums[k][first[k] * DIMS[k] + at] += parts.get(k).doubleAt(at);
                    }
                }
            }
        }
        for (int k = 0; k < sums.length; k++) {
            for (int at = 0; at < sums[k].length; at++) {
                assertEquals(whole.get(k).doubleAt(at), sums[k][at], 1e-12, "argument " + k + ", number " + at);
            }
        }
    }

    /** Results of all columns, where those of the arguments at hand are due, are told apart. */
    @Test
    void resultsOfOtherColumnsAreRefused() {
        for (Reduction reduction : List.of(Reduction.SUM_SOFT_MAX_WEIGHT, Reduction.MAX, Reduction.MIN_ARG_MIN,
                Reduction.kMin(2), Reduction.kMax(2), Reduction.MAX_SUM_SHIFT_EXP)) {
            Genred genred = genred(reduction);
            List<Tensor> results = genred.callAll(Arena.ofAuto(), X, Y, B);
            Tensor e = Numbers.tensor(SEED + 3, DType.FLOAT64, results.getFirst().shape());
            Gradient gradient = genred.gradient("x");
            gradient.callWith(Arena.ofAuto(), results, e, X, Y, B);
            FormulaException wrong = assertThrows(FormulaException.class,
                    () -> gradient.callWith(Arena.ofAuto(), results, e, X, Y.rows(0, 30), B.rows(0, 30)),
                    reduction::name);
            assertTrue(wrong.getMessage().contains("the results are not"), wrong::getMessage);
        }
    }

    @Test
    void resultsThatDoNotTellWhatABlockContributesAreRefused() {
        for (Reduction reduction : List.of(Reduction.SUM_SOFT_MAX_WEIGHT, Reduction.MAX, Reduction.kMin(2),
                Reduction.MAX_SUM_SHIFT_EXP)) {
            Genred genred = genred(reduction);
            List<Tensor> results = genred.callAll(Arena.ofAuto(), X, Y, B);
            Tensor e = Numbers.tensor(SEED + 3, DType.FLOAT64, results.getFirst().shape());
            FormulaException wrong = assertThrows(FormulaException.class,
                    () -> genred.gradient("x")
                            .callBlock(Arena.ofAuto(), results, 0, e, X, Y.rows(0, 30), B.rows(0, 30)));
            assertTrue(wrong.getMessage().contains("block"), wrong::getMessage);
        }
        Genred logarithm = genred(Reduction.LOG_SUM_EXP);
        Tensor e = Numbers.tensor(SEED + 3, DType.FLOAT64, ROWS, 1);
        assertThrows(FormulaException.class,
                () -> logarithm.gradient("x").callBlock(Arena.ofAuto(), List.of(), 0, e, X, Y, B), "no results");
        assertThrows(FormulaException.class,
                () -> logarithm.gradient("x").callBlock(Arena.ofAuto(), results(logarithm), -1, e, X, Y, B),
                "before the first");
    }
}
