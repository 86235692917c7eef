package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import keops.error.FormulaException;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a wrong call is told, before any work is done: what happened, the values, what to do. */
class GenredErrorsTest {
    private final Genred genred =
            Genred.of("Exp(-g * SqDist(x,y)) * b", "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(2)")
            .axis(1).build();
    private final Tensor g = Tensor.vector(DType.FLOAT32, 0.5);
    private final Tensor x = Numbers.tensor(1, DType.FLOAT32, 10, 3);
    private final Tensor y = Numbers.tensor(2, DType.FLOAT32, 20, 3);
    private final Tensor b = Numbers.tensor(3, DType.FLOAT32, 20, 2);

    private static void refused(String message, Executable action) {
        assertEquals(message, assertThrows(FormulaException.class, action).getMessage());
    }

    private void callRefused(String message, Tensor... arguments) {
        refused(message, () -> genred.call(Arena.ofAuto(), arguments));
        refused(message, () -> genred.callAll(Arena.ofAuto(), arguments));
        refused(message, () -> genred.callInto(Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, 10, 2), arguments));
    }

    private void outputRefused(String message, Tensor output) {
        byte[] before = output.segment().scope().isAlive() && output.segment().isAccessibleBy(Thread.currentThread())
                ? output.segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)
                : null;
        refused(message, () -> genred.callInto(output, g, x, y, b));
        if (before != null) {
            assertArrayEquals(before, output.segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
        }
    }

    private static <T> T inOtherThread(Callable<T> action) throws Exception {
        var task = new FutureTask<>(action);
        Thread.ofPlatform().start(task);
        return task.get();
    }

    @Test
    void wrongNumberOfArguments() {
        callRefused("this reduction has 4 arguments [g = Pm(1), x = Vi(3), y = Vj(3), b = Vj(2)], but 3 arguments came",
                g, x, y);
        callRefused("this reduction has 4 arguments [g = Pm(1), x = Vi(3), y = Vj(3), b = Vj(2)], but 0 arguments "
                + "came");
        refused("this reduction has 1 argument [Vi(2)], but 2 arguments came",
                () -> Genred.of("Vi(0,2)").build().call(Arena.ofAuto(), x, x));
        refused("this reduction has 0 arguments [], but 1 argument came",
                () -> Genred.of("1").build().call(Arena.ofAuto(), x));
    }

    @Test
    void wrongShapes() {
        callRefused("argument 1 (x = Vi(3)) must have shape (M, 3), but is float32 (20, 2)", g, b, y, b);
        callRefused("argument 2 (y = Vj(3)) must have shape (N, 3), but is float32 (60)", g, x, y.reshape(60), b);
        callRefused("argument 1 (x = Vi(3)) must have shape (M, 3), with 2 leading axes or none before it, but is "
                + "float32 (2, 5, 3)", g, x.reshape(2, 5, 3), y.reshape(2, 2, 5, 3), b);
        callRefused("argument 0 (g = Pm(1)) must have shape (1), with 1 leading axes or none before it, but is "
                + "float32 (2)", Tensor.vector(DType.FLOAT32, 1, 2), x.reshape(2, 5, 3), y, b);
        callRefused("leading axes must have equal sizes, or 1, but axis 0 has the size 2 in argument 1 (x = Vi(3)), "
                        + "float32 (2, 5, 3) and 4 in argument 2 (y = Vj(3)), float32 (4, 5, 3)",
                g, x.reshape(2, 5, 3), y.reshape(4, 5, 3), b);
        callRefused("argument 0 (g = Pm(1)) must have shape (1), but is float32 (1, 1)", g.reshape(1, 1), x, y, b);
        callRefused("argument 0 (g = Pm(1)) must have shape (1), but is float32 ()", g.reshape(), x, y, b);
        callRefused("argument 0 (g = Pm(1)) must have shape (1), but is float32 (2)",
                Tensor.vector(DType.FLOAT32, 1, 2), x, y, b);
    }

    @Test
    void wrongNumbersOfRows() {
        callRefused("all arguments indexed by j must have the same number of rows, but argument 2 (y = Vj(3)) has 20"
                + " and argument 3 (b = Vj(2)) has 19", g, x, y, b.rows(0, 19));
        refused("all arguments indexed by i must have the same number of rows, but argument 0 (Vi(3)) has 10 and"
                        + " argument 1 (Vi(3)) has 20",
                () -> Genred.of("Vi(0,3) + Vi(1,3)").build().call(Arena.ofAuto(), x, y));
    }

    @Test
    void wrongTypes() {
        callRefused("either all arguments are float64 or none, but argument 0 (g = Pm(1)) is float32 and"
                + " argument 2 (y = Vj(3)) is float64", g, x, Numbers.tensor(1, DType.FLOAT64, 20, 3), b);
    }

    @Test
    void nulls() {
        assertEquals("argument 1 (x = Vi(3))",
                assertThrows(NullPointerException.class, () -> genred.call(Arena.ofAuto(), g, null, y, b))
                        .getMessage());
        assertEquals("arena is null; if the first argument was meant, it is null, which none may be",
                assertThrows(NullPointerException.class, () -> genred.call((Arena) null, g, x, y, b)).getMessage());
        assertThrows(NullPointerException.class, () -> genred.callInto(null, g, x, y, b));
        assertThrows(NullPointerException.class, () -> genred.call(Arena.ofAuto(), (Tensor[]) null));
    }

    @Test
    void memoryThatIsGoneOrClosedToTheThread() throws Exception {
        Arena arena = Arena.ofShared();
        Tensor gone = Tensor.allocate(arena, DType.FLOAT32, 20, 3);
        arena.close();
        callRefused("argument 2 (y = Vj(3)): its memory has been freed (the arena of its segment is closed)",
                g, x, gone, b);
        Tensor foreign = inOtherThread(() -> Tensor.allocate(Arena.ofConfined(), DType.FLOAT32, 20, 3));
        callRefused("argument 2 (y = Vj(3)): its memory is confined to another thread:"
                + " allocate it from Arena.ofShared() or Arena.ofAuto()", g, x, foreign, b);
        outputRefused("the output: its memory has been freed (the arena of its segment is closed)",
                Tensor.of(gone.segment(), DType.FLOAT32, 10, 2));
        outputRefused("the output: its memory is confined to another thread:"
                + " allocate it from Arena.ofShared() or Arena.ofAuto()",
                Tensor.of(foreign.segment(), DType.FLOAT32, 10, 2));
    }

    @Test
    void resultsCannotGoToAClosedArena() throws Exception {
        Arena arena = Arena.ofConfined();
        arena.close();
        refused("a tensor float32 (10, 2) cannot be allocated: the arena is closed",
                () -> genred.call(arena, g, x, y, b));
        Arena foreign = inOtherThread(Arena::ofConfined);
        refused("a tensor float32 (10, 2) cannot be allocated: the arena is confined to another thread",
                () -> genred.call(foreign, g, x, y, b));
    }

    @Test
    void misalignedMemoryIsNoTensor() {
        MemorySegment odd = Arena.ofAuto().allocate(100, 8).asSlice(2);
        refused("a tensor float32 (2, 3) needs memory aligned to 4 bytes, but the segment begins at the address 0x"
                + Long.toHexString(odd.address()), () -> Tensor.of(odd, DType.FLOAT32, 2, 3));
    }

    @Test
    void wrongOutputs() {
        Arena arena = Arena.ofAuto();
        outputRefused("the output must be float32 (10, 2), but is float32 (2, 10)",
                Tensor.allocate(arena, DType.FLOAT32, 2, 10));
        outputRefused("the output must be float32 (10, 2), but is float32 (20)",
                Tensor.allocate(arena, DType.FLOAT32, 20));
        outputRefused("the output must be float32 (10, 2), but is float64 (10, 2)",
                Tensor.allocate(arena, DType.FLOAT64, 10, 2));
        outputRefused("the output: its memory is read-only and cannot be written",
                Tensor.of(arena.allocate(80, 8).asReadOnly(), DType.FLOAT32, 10, 2));
        ByteOrder other = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                ? ByteOrder.LITTLE_ENDIAN
                : ByteOrder.BIG_ENDIAN;
        outputRefused("the output must be in the byte order of this machine, but is " + other,
                Tensor.of(arena.allocate(80, 8), DType.FLOAT32, other, 10, 2));
    }

    @Test
    void outputsThatShareMemory() {
        outputRefused("the output shares memory with argument 1", Tensor.of(x.segment(), DType.FLOAT32, 10, 2));
        outputRefused("the output shares memory with argument 3",
                Tensor.of(b.segment().asSlice(80), DType.FLOAT32, 10, 2));
        float[] array = new float[60];
        MemorySegment heap = MemorySegment.ofArray(array);
        Tensor onHeap = Tensor.of(heap.asSlice(0, 120), DType.FLOAT32, 10, 3);
        refused("the output shares memory with argument 1", () -> genred.callInto(
                Tensor.of(heap.asSlice(116), DType.FLOAT32, 10, 2), g, onHeap, y, b));
        genred.callInto(Tensor.of(heap.asSlice(120), DType.FLOAT32, 10, 2), g, onHeap, y, b);
    }

    @Test
    void wrongPairsOfOutputs() {
        Genred pairs = Genred.of("SqDist(x,y)", "x = Vi(3)", "y = Vj(3)").reduction(Reduction.MIN_ARG_MIN)
                .axis(1).build();
        Tensor values = Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, 10, 1);
        Tensor indices = Tensor.allocate(Arena.ofAuto(), DType.INT64, 10, 1);
        refused("Min_ArgMin has two outputs: use callAll", () -> pairs.call(Arena.ofAuto(), x, y));
        refused("this reduction has 2 outputs, but 1 tensor for them came", () -> pairs.callInto(values, x, y));
        refused("output 1 must be int64 (10, 1), but is float32 (10, 1)",
                () -> pairs.callAllInto(List.of(values, values), x, y));
        refused("output 0 must be float32 (10, 1), but is int64 (10, 1)",
                () -> pairs.callAllInto(List.of(indices, values), x, y));
        refused("the outputs share memory with each other", () -> pairs.callAllInto(
                List.of(Tensor.of(indices.segment(), DType.FLOAT32, 10, 1), indices), x, y));
        refused("this reduction has 1 output, but 2 tensors for them came",
                () -> genred.callAllInto(Arrays.asList(values, indices), g, x, y, b));
    }
}
