package keops.cuda.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Supplier;
import keops.Compare;
import keops.Genred;
import keops.GenredBuilder;
import keops.Kernel;
import keops.KernelProduct;
import keops.LazyTensor;
import keops.cuda.emulator.Emulated;
import keops.cuda.emulator.EmulatedMachine;
import keops.execution.Backend;
import keops.execution.DistanceForm;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users choose of kernels: fewer instructions, and the errors that were announced. */
@Emulated
class EmulatedOptionsTest {
    private static final String[] ALIASES = {"x = Vi(64)", "y = Vj(64)", "b = Vj(1)"};

    private static Tensor[] arguments(DType dtype) {
        return new Tensor[] {
            EmulatedReductionsTest.random(dtype, 70, 64), EmulatedReductionsTest.random(dtype, 90, 64),
            EmulatedReductionsTest.random(dtype, 90, 1)
        };
    }

    private static GenredBuilder functions() {
        return Genred.of("Sin((x|y) / 8) / (1.5 + Log(2 + SqDist(x,y))) * Sqrt(1 + Abs(b))", ALIASES).axis(1);
    }

    private static GenredBuilder distances() {
        return Genred.of("Exp(-SqDist(x,y) / 90) * b", ALIASES).axis(1);
    }

    /** The instructions of a call, counted by thread, after its result was compared. */
    private static long instructions(GenredBuilder builder, DType dtype, double tolerance) {
        Tensor[] arguments = arguments(dtype);
        try (Arena arena = Arena.ofConfined()) {
            double[] expected = builder.backend(Backend.REFERENCE).build().call(arena, arguments).toDoubleArray();
            long before = EmulatedMachine.driver().devices().getFirst().census().total();
            Tensor actual = builder.backend(Backend.GPU_1D).build().call(arena, arguments);
            Compare.arrays(expected, actual.toDoubleArray(), tolerance, "result in " + dtype);
            return EmulatedMachine.driver().devices().getFirst().census().total() - before;
        }
    }

    @Test
    void fastFunctionsTakeFewerInstructions() {
        long accurate = instructions(functions(), DType.FLOAT32, 1e-5);
        long fast = instructions(functions().fastMath(true), DType.FLOAT32, 1e-4);
        assertTrue(fast < 0.8 * accurate, fast + " of " + accurate + " instructions");
        assertTrue(instructions(functions().fastMath(true), DType.FLOAT64, 1e-12) > 0);
    }

    @Test
    void productsTakeFewerInstructionsThanDifferences() {
        long differences = instructions(distances(), DType.FLOAT32, 3e-6);
        long products = instructions(distances().distances(DistanceForm.PRODUCT), DType.FLOAT32, 1e-5);
        assertTrue(products < 0.8 * differences, products + " of " + differences + " instructions");
        assertTrue(instructions(distances().distances(DistanceForm.PRODUCT), DType.FLOAT64, 1e-12) > 0);
    }

    @Test
    void onlyDifferencesTakeInfinitePoints() {
        Tensor[] arguments = arguments(DType.FLOAT32);
        arguments[0].setDouble(Double.POSITIVE_INFINITY, 3, 5);
        assertEquals(0, distances().backend(Backend.GPU_1D).build().call(Arena.ofAuto(), arguments).getDouble(3, 0));
        assertEquals(Double.NaN, distances().distances(DistanceForm.PRODUCT).backend(Backend.GPU_1D).build()
                .call(Arena.ofAuto(), arguments).getDouble(3, 0));
    }

    /** Near each other and far from the origin, points have distances that products do not see. */
    @Test
    void productsLoseWhatTheyAreSaidToLose() {
        double[] far = new double[64];
        java.util.Arrays.fill(far, 300);
        Tensor x = Tensor.vector(DType.FLOAT32, far).reshape(1, 64);
        far[0] += 0.125;
        Tensor y = Tensor.vector(DType.FLOAT32, far).reshape(1, 64);
        var genred = Genred.of("SqDist(x,y)", "x = Vi(64)", "y = Vj(64)").axis(1).backend(Backend.GPU_1D);
        assertEquals(0.015625, genred.build().call(Arena.ofAuto(), x, y).getDouble(0, 0));
        double product = genred.distances(DistanceForm.PRODUCT).build().call(Arena.ofAuto(), x, y).getDouble(0, 0);
        double bound = 64 * 2 * 300 * 300 * 0x1p-24 * 64;
        assertTrue(Math.abs(product - 0.015625) < bound, product + " within " + bound);
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void otherBackEndsDoNotChange(Backend backend) {
        Tensor[] arguments = arguments(DType.FLOAT32);
        for (GenredBuilder builder : List.of(functions(), distances())) {
            double[] expected = builder.backend(backend).build().call(Arena.ofAuto(), arguments).toDoubleArray();
            assertArrayEquals(expected, builder.fastMath(true).distances(DistanceForm.PRODUCT).build()
                    .call(Arena.ofAuto(), arguments).toDoubleArray());
        }
    }

    @Test
    void gradientsTakeThemToo() {
        Tensor[] arguments = arguments(DType.FLOAT32);
        Tensor e = EmulatedReductionsTest.random(DType.FLOAT32, 70, 1);
        try (Arena arena = Arena.ofShared()) {
            double[] expected = distances().backend(Backend.REFERENCE).build().gradient("b").call(arena, e, arguments)
                    .getFirst().toDoubleArray();
            for (DistanceForm form : DistanceForm.values()) {
                Tensor actual = distances().distances(form).backend(Backend.GPU_1D).build().gradient("b")
                        .call(arena, e, arguments).getFirst();
                Compare.arrays(expected, actual.toDoubleArray(), 1e-5, "gradient by " + form);
            }
        }
    }

    /** The instructions of a computation on the first device, whose result is compared. */
    private static long instructions(double[] expected, Supplier<Tensor> computation) {
        long before = EmulatedMachine.driver().devices().getFirst().census().total();
        Compare.arrays(expected, computation.get().toDoubleArray(), 1e-4, "result");
        return EmulatedMachine.driver().devices().getFirst().census().total() - before;
    }

    @Test
    void lazyTensorsTakeThemToo() {
        Tensor[] arguments = arguments(DType.FLOAT32);
        LazyTensor x = LazyTensor.vi(arguments[0]);
        LazyTensor kernel = x.sqDist(LazyTensor.vj(arguments[1])).plus(1).log();
        double[] expected = kernel.backend(Backend.REFERENCE).sum(1).toDoubleArray();
        LazyTensor onGpu = kernel.backend(Backend.GPU_1D);
        long accurate = instructions(expected, () -> onGpu.sum(1));
        long fast = instructions(expected, () -> onGpu.fastMath(true).distances(DistanceForm.PRODUCT).sum(1));
        assertTrue(fast < 0.8 * accurate, fast + " of " + accurate + " instructions");
        // What one operand asks for, the result asks for too; and it can be taken back.
        LazyTensor byOperand = x.fastMath(true).distances(DistanceForm.PRODUCT)
                .sqDist(LazyTensor.vj(arguments[1])).plus(1).log().backend(Backend.GPU_1D);
        assertEquals(fast, instructions(expected, () -> byOperand.sum(1)));
        assertEquals(accurate, instructions(expected,
                () -> byOperand.fastMath(false).distances(DistanceForm.DIFFERENCE).sum(1)));
    }

    @Test
    void kernelProductsTakeThemToo() {
        Tensor[] arguments = arguments(DType.FLOAT32);
        KernelProduct product = KernelProduct.of(Kernel.of("cauchy(x,y)")).gamma(0.1);
        double[] expected = product.backend("dense").call(arguments[0], arguments[1], arguments[2]).toDoubleArray();
        KernelProduct onGpu = product.backend(Backend.GPU_1D);
        long accurate = instructions(expected, () -> onGpu.call(arguments[0], arguments[1], arguments[2]));
        long fast = instructions(expected, () -> onGpu.fastMath(true).distances(DistanceForm.PRODUCT)
                .call(arguments[0], arguments[1], arguments[2]));
        assertTrue(fast < 0.8 * accurate, fast + " of " + accurate + " instructions");
        assertEquals(accurate, instructions(expected, () -> onGpu.fastMath(true).fastMath(false)
                .call(arguments[0], arguments[1], arguments[2])));
    }
}
