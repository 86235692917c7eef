package keops;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import keops.tensor.DType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The oracle cases on emulated GPUs. A usual run takes every twelfth case, in one type and one tiling each;
 * {@code -Dkeops.emulator.all=true} takes all in both types and both tilings.
 */
@Emulated
class EmulatedOracleTest {
    private static final boolean ALL = Boolean.getBoolean("keops.emulator.all");
    private static final int STRIDE = 12;

    @TestFactory
    Stream<DynamicTest> values() {
        List<OracleCase> cases = reached();
        return IntStream.range(0, cases.size())
                .filter(k -> ALL || k % STRIDE == 0)
                .boxed()
                .flatMap(k -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                        .filter(dtype -> ALL || dtype == (k / STRIDE % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64))
                        .flatMap(dtype -> Stream.of(Backend.GPU_1D, Backend.GPU_2D)
                                .filter(backend -> ALL
                                        || backend == (k / STRIDE % 4 < 2 ? Backend.GPU_1D : Backend.GPU_2D))
                                .map(backend -> DynamicTest.dynamicTest(cases.get(k).id() + " " + backend + " " + dtype,
                                        () -> OracleTest.check(cases.get(k), backend, dtype)))));
    }

    /** Other cases than those of the other types in a usual run. */
    @TestFactory
    Stream<DynamicTest> valuesOfRoundedArguments() {
        List<OracleCase> cases = reached();
        return IntStream.range(0, cases.size())
                .filter(k -> ALL || k % STRIDE == STRIDE / 2)
                .boxed()
                .flatMap(k -> Stream.of(DType.FLOAT16, DType.BFLOAT16)
                        .filter(dtype -> ALL || dtype == (k / STRIDE % 2 == 0 ? DType.FLOAT16 : DType.BFLOAT16))
                        .map(dtype -> DynamicTest.dynamicTest(cases.get(k).id() + " " + dtype,
                                () -> OracleTest.checkRounded(
                                        cases.get(k), k % 2 == 0 ? Backend.GPU_1D : Backend.GPU_2D, dtype))));
    }

    private static List<OracleCase> reached() {
        return OracleCase.all().stream().filter(c -> OracleTest.unreached(c) == null).toList();
    }
}
