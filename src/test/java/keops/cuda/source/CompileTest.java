package keops.cuda.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import keops.cache.CompiledImage;
import keops.cache.ImageKind;
import keops.cache.Resources;
import keops.cuda.nvrtc.Compiler;
import keops.cuda.nvrtc.Nvrtc;
import keops.cuda.nvrtc.Target;
import keops.cuda.source.GeneratorOptions.DistanceForm;
import keops.plan.Plan;
import keops.tensor.DType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Machine code of sample kernels: it must not spill registers or take more than was planned. */
class CompileTest {
    private static final List<Integer> ARCHITECTURES = List.of(75, 80, 90, 100, 120);

    @BeforeAll
    static void needsNvrtc() {
        Optional<String> cause = Nvrtc.unavailabilityCause();
        cause.ifPresent(why -> System.out.println("skipped: kernels are not compiled, because: " + why));
        assumeTrue(cause.isEmpty(), "no NVRTC");
    }

    @TestFactory
    Stream<DynamicTest> noEntrySpillsOrTakesMoreThanPlanned() {
        return Samples.all().entrySet().stream().flatMap(sample -> ARCHITECTURES.stream()
                .filter(Nvrtc.architectures()::contains)
                .map(architecture -> DynamicTest.dynamicTest(sample.getKey() + " sm_" + architecture,
                        () -> check(KernelSource.of(sample.getValue(), DType.FLOAT32), architecture))));
    }

    private static void check(KernelSource source, int architecture) {
        CompiledImage kernel = Compiler.compile(source.text(), source.options(), architecture);
        assertEquals(ImageKind.CUBIN, kernel.kind());
        Map<String, Resources> resources = kernel.resources();
        List<Entry> entries = entries(source);
        assertEquals(entries.stream().map(Entry::name).sorted().toList(), resources.keySet().stream().sorted().toList());
        for (Entry entry : entries) {
            Resources taken = resources.get(entry.name());
            assertEquals(0, taken.spillStoreBytes() + taken.spillLoadBytes(), entry.name() + " spills: " + taken);
            assertTrue(taken.registers() <= entry.registerBudget(), entry + " takes " + taken);
            assertTrue(taken.sharedBytes() <= entry.sharedBytes(), entry + " takes " + taken);
        }
    }

    private static List<Entry> entries(KernelSource source) {
        var entries = new ArrayList<Entry>();
        source.parameters().ifPresent(entries::add);
        entries.add(source.reduce());
        source.fewRows().ifPresent(entries::add);
        source.merge().ifPresent(entries::add);
        source.totals().ifPresent(entries::add);
        return entries;
    }

    @Test
    void everyStorageAndOptionCompiles() {
        Plan plan = Samples.all().get("long-gaussian");
        for (DType compute : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (Storage storage : Storage.values()) {
                for (var options : List.of(new GeneratorOptions(false, DistanceForm.PRODUCT),
                        new GeneratorOptions(true, DistanceForm.DIFFERENCE))) {
                    KernelSource source = KernelSource.of(
                            plan, compute, plan.arguments().stream().map(_ -> storage).toList(), options);
                    CompiledImage kernel =
                            Compiler.compile(source.text(), source.options(), new Target(75, ImageKind.PTX));
                    assertTrue(kernel.bytes().length > 1000, storage + " " + options);
                }
            }
        }
    }
}
