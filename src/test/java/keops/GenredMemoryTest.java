package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Npy;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Arguments and results may lie in any memory that the calling thread can reach; nothing else is written. */
class GenredMemoryTest {
    private static final int M = 150;
    private static final int N = 700;

    @TempDir
    Path folder;

    /** Two threads and rows enough for both, on each back end. */
    private static List<Genred> reductions() {
        return Stream.of(Backend.REFERENCE, Backend.CPU)
                .map(backend ->
                        Genred.of("Exp(-g * SqDist(x,y)) * b", "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)")
                        .axis(1).backend(backend).threads(2).build())
                .toList();
    }

    private static Tensor[] arguments(DType dtype) {
        return new Tensor[] {
            Tensor.vector(dtype, 0.5), Numbers.tensor(1, dtype, M, 3), Numbers.tensor(2, dtype, N, 3),
            Numbers.tensor(3, dtype, N, 2)
        };
    }

    /** What of a tensor can be held in another kind of memory, with the same numbers. */
    private Stream<DynamicTest> sameBits(String kind, Function<Tensor, Tensor> moved) {
        return reductions().stream().flatMap(genred -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .map(dtype -> DynamicTest.dynamicTest(kind + " " + genred.backend() + " " + dtype, () -> {
                    Tensor[] arguments = arguments(dtype);
                    double[] expected = genred.call(Arena.ofAuto(), arguments).toDoubleArray();
                    Tensor[] others = Stream.of(arguments).map(moved).toArray(Tensor[]::new);
                    assertArrayEquals(expected, genred.call(Arena.ofAuto(), others).toDoubleArray());
                })));
    }

    @TestFactory
    Stream<DynamicTest> argumentsMayLieAnywhere() {
        return Stream.of(
                        sameBits("native", t -> copy(t, Arena.ofAuto())),
                        sameBits("shared", t -> copy(t, Arena.ofShared())),
                        sameBits("confined", t -> copy(t, Arena.ofConfined())),
                        sameBits("heap", GenredMemoryTest::onHeap),
                        sameBits("read-only", t -> Tensor.of(t.segment().asReadOnly(), t.dtype(), t.shape())),
                        sameBits("big-endian", t -> Tensor.of(Arena.ofAuto().allocate(t.byteSize(), 8), t.dtype(),
                                ByteOrder.BIG_ENDIAN, t.shape()).copyFrom(t)),
                        sameBits("mapped", this::mapped))
                .flatMap(Function.identity());
    }

    private static Tensor copy(Tensor t, Arena arena) {
        return Tensor.allocate(arena, t.dtype(), t.shape()).copyFrom(t);
    }

    private static Tensor onHeap(Tensor t) {
        return t.dtype() == DType.FLOAT32
                ? Tensor.of(t.toFloatArray(), t.shape())
                : Tensor.of(t.toDoubleArray(), t.shape());
    }

    private Tensor mapped(Tensor t) {
        try {
            Path file = folder.resolve(System.nanoTime() + ".npy");
            Npy.write(file, t);
            return Npy.map(file, Arena.ofConfined());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void resultsLiveInTheArenaOfTheCaller() {
        for (Genred genred : reductions()) {
            Tensor result;
            try (Arena arena = Arena.ofConfined()) {
                result = genred.call(arena, arguments(DType.FLOAT32));
                assertEquals(arena.scope(), result.segment().scope());
                assertEquals("float32 (150, 2)", result.description());
            }
            assertFalse(result.segment().scope().isAlive());
        }
    }

    @Test
    void bothOutputsLiveInTheArenaOfTheCaller() {
        for (Backend backend : List.of(Backend.REFERENCE, Backend.CPU)) {
            Genred genred = Genred.of("SqDist(x,y)", "x = Vi(3)", "y = Vj(3)")
                    .reduction(Reduction.kMinArgKMin(4)).axis(1).backend(backend).build();
            try (Arena arena = Arena.ofConfined()) {
                List<Tensor> results = genred.callAll(
                        arena, Numbers.tensor(1, DType.FLOAT32, M, 3), Numbers.tensor(2, DType.FLOAT32, N, 3));
                results.forEach(result -> assertEquals(arena.scope(), result.segment().scope()));
                assertEquals(List.of("float32 (150, 4)", "int64 (150, 4)"),
                        results.stream().map(Tensor::description).toList());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> nothingBesideTheOutputIsWritten() {
        return reductions().stream().flatMap(genred -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .flatMap(dtype -> Stream.of("confined", "shared", "heap")
                        .map(kind -> DynamicTest.dynamicTest(kind + " " + genred.backend() + " " + dtype, () -> {
                            try (Arena confined = Arena.ofConfined(); Arena shared = Arena.ofShared()) {
                                nothingElse(genred, dtype, segment(kind, confined, shared, dtype));
                            }
                        }))));
    }

    private static MemorySegment segment(String kind, Arena confined, Arena shared, DType dtype) {
        long bytes = (2L * M + 128) * dtype.bytes();
        return switch (kind) {
            case "confined" -> confined.allocate(bytes, 64);
            case "shared" -> shared.allocate(bytes, 64);
            default -> dtype == DType.FLOAT32
                    ? MemorySegment.ofArray(new float[2 * M + 128])
                    : MemorySegment.ofArray(new double[2 * M + 128]);
        };
    }

    private static void nothingElse(Genred genred, DType dtype, MemorySegment memory) {
        memory.fill((byte) 0x5a);
        Tensor[] arguments = arguments(dtype);
        double[][] before = Stream.of(arguments).map(Tensor::toDoubleArray).toArray(double[][]::new);
        long guardBytes = 64L * dtype.bytes();
        Tensor output = Tensor.of(memory.asSlice(guardBytes), dtype, M, 2);
        genred.callInto(output, arguments);
        assertArrayEquals(genred.call(Arena.ofAuto(), arguments).toDoubleArray(), output.toDoubleArray());
        for (long at = 0; at < memory.byteSize(); at++) {
            if (at < guardBytes || at >= guardBytes + output.byteSize()) {
                assertEquals(0x5a, memory.get(java.lang.foreign.ValueLayout.JAVA_BYTE, at), "byte " + at);
            }
        }
        for (int k = 0; k < before.length; k++) {
            assertArrayEquals(before[k], arguments[k].toDoubleArray());
        }
    }

    @Test
    void whatTheOutputHeldDoesNotMatter() {
        for (Backend backend : List.of(Backend.REFERENCE, Backend.CPU)) {
            for (Reduction reduction : List.of(Reduction.SUM, Reduction.MIN, Reduction.LOG_SUM_EXP)) {
                Genred genred = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)")
                        .reduction(reduction).axis(1).backend(backend).threads(2).build();
                for (int n : new int[] {0, 5}) {
                    Tensor[] arguments =
                            {Numbers.tensor(1, DType.FLOAT32, M, 1), Numbers.tensor(2, DType.FLOAT32, n, 1)};
                    Tensor output = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, M, 1);
                    output.segment().fill((byte) -1);
                    genred.callInto(output, arguments);
                    assertArrayEquals(genred.call(Arena.ofAuto(), arguments).toDoubleArray(), output.toDoubleArray());
                }
            }
        }
    }
}
