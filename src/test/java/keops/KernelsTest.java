package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.util.List;
import keops.cache.Entry;
import keops.cache.KernelStore;
import keops.cuda.CudaCompiler;
import keops.cuda.Precompiled;
import keops.error.BackendException;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Kernels that are made before there are data, on machines without a GPU. */
class KernelsTest {
    private static final Genred PRODUCT = Genred.of("Exp(-SqDist(x, y)) * b", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)")
            .axis(1).build();

    private static void needsCompiler() {
        CudaCompiler.unavailabilityCause().ifPresent(cause ->
                System.out.println("skipped: kernels for GPUs are not compiled, because: " + cause));
        assumeTrue(CudaCompiler.isAvailable(), "no NVRTC");
    }

    @Test
    void aWarmUpChangesNoResult() {
        Tensor x = Numbers.tensor(1, DType.FLOAT64, 5, 3);
        Tensor y = Numbers.tensor(2, DType.FLOAT64, 9, 3);
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.argKMin(3))) {
            for (Backend backend : List.of(Backend.CPU, Backend.AUTO, Backend.REFERENCE)) {
                Genred warm = Genred.of("SqDist(x, y)", "x = Vi(3)", "y = Vj(3)").reduction(reduction).axis(1)
                        .backend(backend).build().warmUp(DType.FLOAT64);
                Compare.arrays(warm.backend(Backend.REFERENCE).call(Arena.ofAuto(), x, y).toDoubleArray(),
                        warm.call(Arena.ofAuto(), x, y).toDoubleArray(), 1e-12, reduction.name());
            }
        }
    }

    @Test
    void aWarmUpWithoutTypesIsForBoth() {
        Genred plain = PRODUCT.backend(Backend.REFERENCE);
        assertSame(plain, plain.warmUp());
    }

    @Test
    void onlyTypesThatAreComputedInAreWarmedUp() {
        assertThrows(FormulaException.class, () -> PRODUCT.warmUp(DType.FLOAT32, DType.INT64));
        assertThrows(FormulaException.class, () -> PRODUCT.kernels().precompile(DType.INT64, 90));
    }

    @Test
    void kernelsForGpusAreCompiledWithoutOne() {
        needsCompiler();
        int newest = CudaCompiler.architectures().getLast();
        List<Precompiled> made = PRODUCT.kernels().precompile(DType.FLOAT64, newest);
        assertEquals(1, made.size());
        assertEquals("sm_" + newest, made.getFirst().target());
        Entry entry = KernelStore.standard().inventory().verify(made.getFirst().key()).orElseThrow();
        Entry.Kept kept = (Entry.Kept) entry;
        assertEquals("float64", kept.facts().description().dtype());
        assertTrue(kept.facts().resources().get("reduce").registers() > 0, kept.facts().resources().toString());
        assertTrue(PRODUCT.kernels().precompile(DType.FLOAT64, newest).getFirst().wasThere());
    }

    @Test
    void gradientsHaveAKernelForEachOfTheirPasses() {
        needsCompiler();
        int oldest = CudaCompiler.architectures().getFirst();
        Gradient gradient = PRODUCT.gradient("x", "y");
        List<String> reductions = gradient.kernels().precompile(DType.FLOAT32, oldest).stream()
                .map(Precompiled::reduction).toList();
        gradient.reductions().forEach(pass ->
                assertTrue(reductions.contains(pass.toString()), reductions + " lacks " + pass));
        assertEquals(reductions.size(), reductions.stream().distinct().count());
    }

    @Test
    void withoutACompilerNothingIsCompiledAhead() {
        CudaCompiler.unavailabilityCause().ifPresent(cause -> assertEquals(cause, assertThrows(BackendException.class,
                () -> PRODUCT.kernels().precompile(DType.FLOAT32, 90)).getMessage()));
    }
}
