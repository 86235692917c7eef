package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.google.gson.JsonArray;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The gradients of the oracle cases, by every argument, on every back end and in both types. */
class GradientOracleTest {
    @TestFactory
    Stream<DynamicTest> gradients() {
        return OracleCase.all().stream()
                .filter(c -> c.json().has("grads") && !c.json().get("grads").isJsonNull())
                .flatMap(c -> Stream.of(Backend.REFERENCE, Backend.CPU).flatMap(backend ->
                        Stream.of(DType.FLOAT64, DType.FLOAT32).map(dtype -> DynamicTest.dynamicTest(
                                c.id() + " " + backend + " " + dtype, () -> check(c, backend, dtype)))));
    }

    private static void check(OracleCase c, Backend backend, DType dtype) {
        GenredBuilder builder = Genred.of(c.formula(), c.aliases())
                .reduction(Reduction.named(c.reduction(), c.k()))
                .axis(c.axis())
                .backend(backend);
        c.formula2().ifPresent(builder::weight);
        Genred genred = builder.build();
        JsonArray expected = c.json().getAsJsonArray("grads");
        try (Arena arena = Arena.ofConfined()) {
            Tensor cotangent = OracleCase.tensor(c.json().getAsJsonArray("cotangent"), dtype);
            if (c.id().equals("sum-params-only-j")) {
                // No argument is indexed by i, so that there is one row; the oracle repeats it.
                cotangent = Tensor.vector(dtype, Arrays.stream(cotangent.toDoubleArray()).sum()).reshape(1, 1);
            }
            List<Tensor> gradients = genred.gradient().call(arena, cotangent, c.arguments(dtype));
            List<double[]> right = IntStream.range(0, gradients.size())
                    .mapToObj(k -> OracleCase.tensor(expected.get(k).getAsJsonArray(), DType.FLOAT64).toDoubleArray())
                    .toList();
            // Some gradients are sums of large terms that cancel: the largest of all is the measure.
            double scale = right.stream().flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
            for (int k = 0; k < gradients.size(); k++) {
                assertArrayEquals(right.get(k), gradients.get(k).toDoubleArray(),
                        scale * (dtype == DType.FLOAT64 ? 1e-10 : 1e-4), c + ", by " + c.aliases()[k]);
            }
        }
    }
}
