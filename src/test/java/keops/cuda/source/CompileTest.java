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
import keops.cuda.nvrtc.InstalledNvrtc;
import keops.cuda.nvrtc.Target;
import keops.execution.DistanceForm;
import keops.plan.Plan;
import keops.reduction.Reduction;
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
        Optional<String> cause = InstalledNvrtc.unavailabilityCause();
        cause.ifPresent(why -> System.out.println("skipped: kernels are not compiled, because: " + why));
        assumeTrue(cause.isEmpty(), "no NVRTC");
    }

    @TestFactory
    Stream<DynamicTest> noEntrySpillsOrTakesMoreThanPlanned() {
        return Samples.all().entrySet().stream().flatMap(sample -> ARCHITECTURES.stream()
                .filter(InstalledNvrtc.architectures()::contains)
                .map(architecture -> DynamicTest.dynamicTest(sample.getKey() + " sm_" + architecture,
                        () -> check(KernelSource.of(sample.getValue(), DType.FLOAT32), architecture))));
    }

    /** Vectors of all the lengths at which templates and registers change, in both types. */
    @TestFactory
    Stream<DynamicTest> norDoKernelsOfLongerVectors() {
        return Stream.of(10, 16, 32, 40, 41, 100).flatMap(dim -> {
            String[] aliases = {"x = Vi(" + dim + ")", "y = Vj(" + dim + ")", "b = Vj(1)", "e = Vi(1)"};
            var plans = new ArrayList<>(List.of(
                    Plans.of("Sum", "Exp(-SqDist(x,y)) * b", aliases),
                    Plans.of("LogSumExp", "-SqDist(x,y)", aliases),
                    Plans.of("Max_ArgMax", "(x|y)", aliases),
                    Plans.of(Reduction.SUM_SOFT_MAX_WEIGHT, "-SqDist(x,y)", "b", aliases)));
            var singles = new ArrayList<>(plans);
            singles.add(Plans.of(Reduction.argKMin(10), "SqDist(x,y)", null, aliases));
            if (dim <= 40) {
                singles.add(Plans.of("Sum", "Grad(Exp(-SqDist(x,y)) * b, x, e)", aliases));
            }
            return Stream.concat(
                            singles.stream().map(plan -> KernelSource.of(plan, DType.FLOAT32)),
                            plans.stream().map(plan -> KernelSource.of(plan, DType.FLOAT64)))
                    .flatMap(source -> Stream.of(75, 90)
                            .filter(InstalledNvrtc.architectures()::contains)
                            .map(architecture -> DynamicTest.dynamicTest(
                                    source.plan() + " " + source.compute() + " D = " + dim + " sm_" + architecture,
                                    () -> check(source, architecture))));
        });
    }

    private static void check(KernelSource source, int architecture) {
        CompiledImage kernel = Compiler.compile(source.text(), source.options(), architecture);
        assertEquals(ImageKind.CUBIN, kernel.kind());
        Map<String, Resources> resources = kernel.resources();
        List<EntryPoint> entries = entries(source);
        assertEquals(entries.stream().map(EntryPoint::name).sorted().toList(), resources.keySet().stream()
                .sorted().toList());
        for (EntryPoint entry : entries) {
            Resources taken = resources.get(entry.name());
            assertEquals(0, taken.spillStoreBytes() + taken.spillLoadBytes(), entry.name() + " spills: " + taken);
            assertTrue(taken.registers() <= entry.registerBudget(), entry + " takes " + taken);
            assertTrue(taken.sharedBytes() <= entry.sharedBytes(), entry + " takes " + taken);
        }
    }

    private static List<EntryPoint> entries(KernelSource source) {
        var entries = new ArrayList<EntryPoint>();
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
