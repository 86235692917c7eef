package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The oracle cases on every back end and both types. */
class OracleTest {
    private static final List<Backend> BACKENDS = List.of(Backend.REFERENCE, Backend.CPU);

    @TestFactory
    Stream<DynamicTest> values() {
        return OracleCase.all().stream()
                .filter(c -> unreached(c) == null)
                .flatMap(c -> BACKENDS.stream().flatMap(backend -> Stream.of(DType.FLOAT64, DType.FLOAT32)
                        .map(dtype -> DynamicTest.dynamicTest(
                                c.id() + " " + backend + " " + dtype, () -> check(c, backend, dtype)))));
    }

    /** The oracle's numbers are not for rounded arguments, so that the reference back end says what comes of them. */
    @TestFactory
    Stream<DynamicTest> valuesOfRoundedArguments() {
        return OracleCase.all().stream()
                .filter(c -> unreached(c) == null)
                .flatMap(c -> Stream.of(DType.FLOAT16, DType.BFLOAT16)
                        .map(dtype -> DynamicTest.dynamicTest(
                                c.id() + " " + dtype, () -> checkRounded(c, Backend.CPU, dtype))));
    }

    static void checkRounded(OracleCase c, Backend backend, DType dtype) {
        try (Arena arena = Arena.ofConfined()) {
            List<Tensor> expected = build(c, Backend.REFERENCE).callAll(arena, c.arguments(dtype));
            List<Tensor> results = build(c, backend).callAll(arena, c.arguments(dtype));
            for (int k = 0; k < results.size(); k++) {
                boolean isIndex = results.get(k).dtype() == DType.INT64;
                assertEquals(isIndex ? DType.INT64 : DType.FLOAT32, results.get(k).dtype());
                Compare.arrays(expected.get(k).toDoubleArray(), results.get(k).toDoubleArray(), isIndex ? 0 : 2e-5,
                        c + ", output " + k);
            }
        }
    }

    @Test
    void unreachedCasesArePrinted() {
        var unreached = new ArrayList<String>();
        var sums = new ArrayList<String>();
        OracleCase.all().forEach(c -> {
            String why = unreached(c);
            if (why != null) {
                unreached.add(c.id() + " (" + why.lines().findFirst().orElse("") + ")");
                if (c.reduction().equals("Sum")) {
                    sums.add(c.id());
                }
            }
        });
        System.out.println("oracle cases reached: " + (OracleCase.all().size() - unreached.size()) + " of "
                + OracleCase.all().size() + "; not reached: " + unreached);
        assertEquals(List.of(), sums, "every formula is reached");
    }

    static String unreached(OracleCase c) {
        try {
            build(c, Backend.REFERENCE);
            return null;
        } catch (FormulaException e) {
            return e.getMessage();
        }
    }

    private static Genred build(OracleCase c, Backend backend) {
        GenredBuilder builder = Genred.of(c.formula(), c.aliases())
                .reduction(Reduction.named(c.reduction(), c.k()))
                .axis(c.axis())
                .backend(backend);
        c.formula2().ifPresent(builder::weight);
        return builder.build();
    }

    static void check(OracleCase c, Backend backend, DType dtype) {
        try (Arena arena = Arena.ofConfined()) {
            List<Tensor> results = build(c, backend).callAll(arena, c.arguments(dtype));
            assertEquals(c.outputs(), results.size());
            for (int k = 0; k < results.size(); k++) {
                Tensor result = results.get(k);
                double[] expected = c.output(k);
                if (c.id().equals("sum-params-only-j")) {
                    // No argument is indexed by i, so that there is one row; the oracle repeats it.
                    expected = Arrays.copyOf(expected, 1);
                }
                double tolerance = result.dtype() == DType.INT64 ? 0 : dtype == DType.FLOAT64 ? 1e-11 : 2e-5;
                Compare.arrays(expected, result.toDoubleArray(), tolerance, c + ", output " + k);
            }
        }
    }
}
