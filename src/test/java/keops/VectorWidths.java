package keops;

import java.util.List;
import keops.execution.Backend;
import keops.random.RandomRun;
import keops.tensor.DType;

/**
 * What a fresh JVM runs with a forced width of vectors: the oracle, sums over both axes, large exponents and some
 * random formulas.
 */
final class VectorWidths {
    private VectorWidths() {}

    public static void main(String[] arguments) throws Exception {
        int cases = 0;
        for (OracleCase c : OracleCase.all()) {
            if (OracleTest.unreached(c) == null) {
                for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
                    OracleTest.check(c, Backend.CPU, dtype);
                    cases++;
                }
            }
        }
        System.out.println("oracle cases: " + cases);
        TwoAxesTest.compareWithReference();
        LargeExponentsTest.compareAll();
        var summary = RandomRun.run(Long.parseLong(arguments[0]), 0, Long.parseLong(arguments[1]));
        System.out.println(summary.text());
        if (summary.failure() != null) {
            System.out.println(summary.failure());
            System.exit(1);
        }
    }
}
