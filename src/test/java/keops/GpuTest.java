package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import keops.cuda.Cuda;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Device;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A real GPU against plain loops and against the CPU: what the emulator cannot know is whether the hardware does the
 * same.
 */
@OnGpu
class GpuTest {
    private static final List<Backend> GPUS = List.of(Backend.GPU_1D, Backend.GPU_2D, Backend.GPU);

    @TestFactory
    Stream<DynamicTest> oracleCases() {
        return OracleCase.all().stream()
                .filter(c -> OracleTest.unreached(c) == null)
                .flatMap(c -> GPUS.stream().flatMap(backend -> Stream.of(DType.FLOAT64, DType.FLOAT32)
                        .map(dtype -> DynamicTest.dynamicTest(
                                c.id() + " " + backend + " " + dtype, () -> OracleTest.check(c, backend, dtype)))));
    }

    @TestFactory
    Stream<DynamicTest> reductionsAtOddSizes() {
        return Stream.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.MIN_ARG_MIN, Reduction.kMinArgKMin(7))
                .flatMap(reduction -> GPUS.stream().map(backend -> DynamicTest.dynamicTest(
                        reduction.name() + " " + backend, () -> oddSizes(reduction, backend))));
    }

    @TestFactory
    Stream<DynamicTest> halfPrecision() {
        return GPUS.stream().map(backend -> DynamicTest.dynamicTest(backend.toString(), () -> {
            for (Reduction reduction : List.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.kMinArgKMin(5))) {
                HalfReductions.check(reduction, backend, HalfReductions.types());
            }
            HalfReductions.checkEdges(backend);
        }));
    }

    private static void oddSizes(Reduction reduction, Backend backend) {
        Genred genred = Genred.of("Exp(-SqDist(x,y)) + b", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)")
                .reduction(reduction).axis(1).build();
        for (int rows : new int[] {1, 31, 129, 4097}) {
            for (int columns : new int[] {1, 255, 257, 10_007}) {
                Tensor[] arguments =
                    {Numbers.tensor(1, DType.FLOAT32, rows, 3), Numbers.tensor(2, DType.FLOAT32, columns, 3),
                    Numbers.tensor(3, DType.FLOAT32, columns, 1)};
                try (Arena arena = Arena.ofConfined()) {
                    List<Tensor> expected = genred.backend(Backend.CPU).callAll(arena, arguments);
                    List<Tensor> actual = genred.backend(backend).callAll(arena, arguments);
                    // Which of two nearly equal values is smaller depends on rounding: their values tell.
                    Compare.arrays(expected.getFirst().toDoubleArray(), actual.getFirst().toDoubleArray(), 1e-5,
                            reduction.name() + " " + backend + " " + rows + " x " + columns);
                }
            }
        }
    }

    @Test
    void manyPairsAndTheSameBitsAgain() {
        Genred product = Genred.of("Exp(-SqDist(x,y)) * b", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)").axis(1)
                .backend(Backend.GPU).build();
        int rows = 200_000;
        Tensor[] arguments = {Numbers.tensor(1, DType.FLOAT32, rows, 3), Numbers.tensor(2, DType.FLOAT32, 300_001, 3),
            Numbers.tensor(3, DType.FLOAT32, 300_001, 1)};
        try (Arena arena = Arena.ofConfined()) {
            Tensor result = product.call(arena, arguments);
            arguments[0] = arguments[0].rows(rows - 32, rows);
            Compare.arrays(product.backend(Backend.REFERENCE).call(arena, arguments).toDoubleArray(),
                    result.rows(rows - 32, rows).toDoubleArray(), 1e-5, "the last rows");
            arguments[0] = Numbers.tensor(1, DType.FLOAT32, rows, 3);
            assertArrayEquals(result.toFloatArray(), product.call(arena, arguments).toFloatArray());
        }
    }

    @Test
    void gradientsOnTheDeviceInEightThreads() throws Exception {
        Genred product = Genred.of("Exp(-g * SqDist(x,y)) * b", "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)")
                .axis(1)
                .backend(Backend.GPU).build();
        Device device = Cuda.device(0);
        try (var pool = Executors.newFixedThreadPool(8); Arena arena = Arena.ofShared()) {
            Tensor[] host = {Tensor.vector(DType.FLOAT64, 0.5), Numbers.tensor(1, DType.FLOAT64, 2000, 3),
                Numbers.tensor(2, DType.FLOAT64, 3000, 3), Numbers.tensor(3, DType.FLOAT64, 3000, 1)};
            Tensor e = Numbers.tensor(4, DType.FLOAT64, 2000, 1);
            Tensor[] there = Stream.of(host).map(tensor -> tensor.to(device, arena)).toArray(Tensor[]::new);
            List<Tensor> expected = product.backend(Backend.CPU).gradient().call(arena, e, host);
            var results = new ArrayList<Future<List<Tensor>>>();
            for (int k = 0; k < 64; k++) {
                results.add(pool.submit(() -> product.gradient().call(arena, e.to(device, arena), there)));
            }
            for (Future<List<Tensor>> result : results) {
                for (int k = 0; k < expected.size(); k++) {
                    assertEquals(device, result.get().get(k).device().orElseThrow());
                    Compare.arrays(expected.get(k).toDoubleArray(), result.get().get(k).toHost(arena)
                            .toDoubleArray(), 1e-11, "gradient " + k);
                }
            }
        }
    }
}
