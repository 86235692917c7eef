package keops.cuda.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import keops.Compare;
import keops.Genred;
import keops.KernelSolve;
import keops.LazyTensor;
import keops.cuda.Cuda;
import keops.cuda.emulator.Emulated;
import keops.cuda.emulator.EmulatedMachine;
import keops.cuda.emulator.FakeDevice;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Device;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Derivatives of reductions over data on a device, on the emulator, against plain loops: the results are there too. */
@Emulated
class EmulatedDerivativesTest {
    private static final int M = 40;
    private static final int N = 60;
    private static final String[] ALIASES = {"G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)"};

    private final Device device = Cuda.device(0);
    private final FakeDevice memory = EmulatedMachine.driver().devices().getFirst();

    private static Genred genred(Reduction reduction) {
        boolean isSmallest = reduction.hasValues() && reduction.hasIndices() && !reduction.takesLargest();
        String formula = isSmallest ? "Abs(X - Y)" : "-G * SqDist(X,Y) + Sum(B)";
        return Genred.of(formula, ALIASES).reduction(reduction).axis(1).build();
    }

    private static Tensor[] arguments() {
        return new Tensor[] {
            Tensor.vector(DType.FLOAT32, 0.75), EmulatedReductionsTest.random(DType.FLOAT32, M, 3),
            EmulatedReductionsTest.random(DType.FLOAT32, N, 3), EmulatedReductionsTest.random(DType.FLOAT32, N, 2)
        };
    }

    private static Tensor like(Tensor tensor) {
        return EmulatedReductionsTest.random(DType.FLOAT32, Math.toIntExact(tensor.count()), 1).reshape(tensor.shape());
    }

    private Tensor[] there(Arena arena, Tensor... tensors) {
        return Stream.of(tensors).map(tensor -> tensor.to(device, arena)).toArray(Tensor[]::new);
    }

    private void assertThere(List<Tensor> expected, List<Tensor> actual, String what) {
        assertEquals(expected.size(), actual.size(), what);
        try (Arena arena = Arena.ofConfined()) {
            for (int k = 0; k < expected.size(); k++) {
                assertEquals(device, actual.get(k).device().orElseThrow(), what + " " + k);
                Compare.arrays(expected.get(k).toDoubleArray(), actual.get(k).toHost(arena).toDoubleArray(), 1e-5,
                        what + " " + k);
            }
        }
    }

    /** Does something twice: what the first left over on the device is what the second left over. */
    private void assertNothingLeft(Runnable work) {
        work.run();
        int allocations = memory.allocations();
        long bytes = memory.usedBytes();
        work.run();
        assertEquals(allocations, memory.allocations());
        assertEquals(bytes, memory.usedBytes());
    }

    @TestFactory
    Stream<DynamicTest> smallestAndLargestValues() {
        return Stream.of(Reduction.MIN, Reduction.MAX, Reduction.kMin(3), Reduction.kMax(3), Reduction.ARG_MIN,
                Reduction.argKMin(3))
                .map(reduction -> DynamicTest.dynamicTest(
                        reduction.name(), () -> assertNothingLeft(() -> check(reduction))));
    }

    private void check(Reduction reduction) {
        Genred genred = genred(reduction);
        Tensor[] host = arguments();
        boolean hasChanges = !reduction.name().startsWith("Arg");
        try (Arena arena = Arena.ofShared()) {
            Genred plain = genred.backend(Backend.REFERENCE);
            Tensor e = EmulatedReductionsTest.random(DType.FLOAT32, M, reduction.takesK() ? 3 : 1);
            Tensor[] there = there(arena, host);
            Tensor eThere = e.to(device, arena);
            long launches = memory.launches();
            assertThere(plain.gradient().call(arena, e, host), genred.gradient().call(arena, eThere, there),
                    "gradient");
            if (hasChanges) {
                assertTrue(memory.launches() > launches, "the pairs are found on the device");
                List<Tensor> directions = Stream.of(host).map(EmulatedDerivativesTest::like).toList();
                List<Tensor> directionsThere = List.of(there(arena, directions.toArray(Tensor[]::new)));
                assertThere(List.of(plain.tangent().call(arena, directions, host)),
                        List.of(genred.tangent().call(arena, directionsThere, there)), "change");
                assertThere(plain.hessian().call(arena, e, directions, host),
                        genred.hessian().call(arena, eThere, directionsThere, there), "Hessian-vector product");
            }
        }
    }

    /** Indices that are there already are not looked for again. */
    @TestFactory
    Stream<DynamicTest> savedIndices() {
        return Stream.of(Reduction.MIN_ARG_MIN, Reduction.kMinArgKMin(5)).map(reduction ->
                DynamicTest.dynamicTest(reduction.name(), () -> {
                    Genred genred = genred(reduction);
                    Tensor[] host = arguments();
                    try (Arena arena = Arena.ofShared()) {
                        Tensor[] there = there(arena, host);
                        List<Tensor> results = genred.callAll(arena, there);
                        Tensor e = like(results.getFirst());
                        long launches = memory.launches();
                        List<Tensor> gradients = genred.gradient("X", "Y")
                                .callWith(arena, results, e.to(device, arena), there);
                        assertEquals(launches, memory.launches());
                        assertThere(genred.backend(Backend.REFERENCE).gradient("X", "Y")
                                .call(arena, e, host), gradients, "gradient");
                    }
                }));
    }

    @Test
    void largestValuesAndSumsRelativeToThem() {
        Genred genred = genred(Reduction.MAX_SUM_SHIFT_EXP);
        Tensor[] host = arguments();
        assertNothingLeft(() -> {
            try (Arena arena = Arena.ofShared()) {
                Tensor e = EmulatedReductionsTest.random(DType.FLOAT32, M, 2);
                assertThere(genred.backend(Backend.REFERENCE).gradient("X").call(arena, e, host),
                        genred.gradient("X").call(arena, e.to(device, arena), there(arena, host)), "gradient");
            }
        });
    }

    @Test
    void batches() {
        Genred product = Genred.of("Exp(-G * SqDist(X,Y)) * B", ALIASES).axis(1).build();
        Tensor[] host = arguments();
        host[1] = host[1].reshape(2, M / 2, 3);
        assertNothingLeft(() -> {
            try (Arena arena = Arena.ofShared()) {
                Tensor e = EmulatedReductionsTest.random(DType.FLOAT32, M, 2).reshape(2, M / 2, 2);
                assertThere(product.backend(Backend.REFERENCE).gradient().call(arena, e, host),
                        product.gradient().call(arena, e.to(device, arena), there(arena, host)), "gradient");
                Genred smallest = genred(Reduction.MIN);
                List<Tensor> directions = Stream.of(host).map(EmulatedDerivativesTest::like).toList();
                assertThere(List.of(smallest.backend(Backend.REFERENCE).tangent().call(arena, directions, host)),
                        List.of(smallest.tangent().call(arena, directions, there(arena, host))), "change");
            }
        });
    }

    /** A tensor in two places has the sum of two gradients. */
    @Test
    void lazyTensors() {
        Tensor x = EmulatedReductionsTest.random(DType.FLOAT32, M, 3);
        Tensor b = EmulatedReductionsTest.random(DType.FLOAT32, M, 2);
        Tensor e = EmulatedReductionsTest.random(DType.FLOAT32, M, 2);
        try (Arena arena = Arena.ofShared()) {
            var gradients = new ArrayList<List<Tensor>>();
            for (Tensor[] data : List.of(new Tensor[] {x, b, e}, there(arena, x, b, e))) {
                LazyTensor kernel = LazyTensor.vi(data[0]).sqDist(LazyTensor.vj(data[0])).negate().exp().in(arena);
                gradients.add(kernel.times(LazyTensor.vj(data[1])).reduction(Reduction.SUM, 1)
                        .gradients(data[2], List.of(data[0])));
            }
            assertThere(gradients.getFirst(), gradients.getLast(), "gradient");
        }
    }

    @Test
    void linearSystems() {
        Genred product = Genred.of("Exp(-G * SqDist(X,Y)) * B", ALIASES).axis(1).build();
        KernelSolve solve = KernelSolve.of(product, "B").alpha(2);
        Tensor x = EmulatedReductionsTest.random(DType.FLOAT32, 25, 3);
        Tensor[] host = {Tensor.vector(DType.FLOAT32, 0.75), x, x, EmulatedReductionsTest.random(DType.FLOAT32, 25, 2)};
        Tensor e = EmulatedReductionsTest.random(DType.FLOAT32, 50, 1).reshape(25, 2);
        assertNothingLeft(() -> {
            try (Arena arena = Arena.ofShared()) {
                Tensor[] there = there(arena, host);
                assertThere(List.of(solve.call(arena, host)), List.of(solve.call(arena, there)), "solution");
                assertThere(solve.gradient(arena, e, List.of("G", "X", "Y", "B"), host),
                        solve.gradient(arena, e.to(device, arena), List.of("G", "X", "Y", "B"), there), "gradient");
            }
        });
    }
}
