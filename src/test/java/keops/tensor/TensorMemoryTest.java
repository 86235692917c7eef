package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static keops.tensor.Errors.assertNullError;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class TensorMemoryTest {
    private static final String FREED =
            "argument 2 (y): its memory has been freed (the arena of its segment is closed)";
    private static final String CONFINED = "argument 2 (y): its memory is confined to another thread:"
            + " allocate it from Arena.ofShared() or Arena.ofAuto()";
    private static final String READ_ONLY = "argument 2 (y): its memory is read-only and cannot be written";

    @Test
    void acceptsMemoryThatIsThere() {
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = Tensor.allocate(arena, DType.FLOAT32, 3);
            assertDoesNotThrow(() -> x.requireReadable("argument 2 (y)"));
            assertDoesNotThrow(() -> x.requireWritable("argument 2 (y)"));
        }
    }

    @Test
    void refusesMemoryThatWasFreed() {
        Tensor confined;
        Tensor shared;
        try (Arena a = Arena.ofConfined(); Arena b = Arena.ofShared()) {
            confined = Tensor.allocate(a, DType.FLOAT32, 3);
            shared = Tensor.allocate(b, DType.FLOAT32, 3);
        }
        assertFormulaError(FREED, () -> confined.requireReadable("argument 2 (y)"));
        assertFormulaError(FREED, () -> confined.requireWritable("argument 2 (y)"));
        assertFormulaError(FREED, () -> shared.requireReadable("argument 2 (y)"));
        assertFormulaError(FREED, () -> shared.requireWritable("argument 2 (y)"));
        assertThrows(IllegalStateException.class, () -> shared.getDouble(0));
        assertFormulaError(
                "the tensor float32 (3): its memory has been freed (the arena of its segment is closed)",
                shared::toFloatArray);
        assertFormulaError(
                "the tensor float32 (3): its memory has been freed (the arena of its segment is closed)",
                () -> shared.format(3, 3));
    }

    @Test
    void stillDescribesMemoryThatWasFreed() {
        Tensor x;
        try (Arena arena = Arena.ofConfined()) {
            x = Tensor.allocate(arena, DType.INT64, 3, 2);
        }
        assertEquals("int64 (3, 2)", x.description());
        assertEquals("int64 (1, 2)", x.rows(1, 2).description());
    }

    @Test
    void refusesMemoryConfinedToAnotherThread() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = Tensor.allocate(arena, DType.FLOAT32, 3);
            inAnotherThread(() -> {
                assertFormulaError(CONFINED, () -> x.requireReadable("argument 2 (y)"));
                assertFormulaError(CONFINED, () -> x.requireWritable("argument 2 (y)"));
                assertThrows(WrongThreadException.class, () -> x.getDouble(0));
            });
        }
    }

    @Test
    void refusesToWriteReadOnlyMemoryAndReadsIt() {
        Tensor x = Tensor.of(MemorySegment.ofArray(new float[3]).asReadOnly(), DType.FLOAT32, 3);
        assertDoesNotThrow(() -> x.requireReadable("argument 2 (y)"));
        assertFormulaError(READ_ONLY, () -> x.requireWritable("argument 2 (y)"));
        assertFormulaError(READ_ONLY, () -> x.rows(0, 1).requireWritable("argument 2 (y)"));
    }

    @Test
    void knowsWhichMemoryEveryThreadMayReach() throws Exception {
        try (Arena confined = Arena.ofConfined(); Arena shared = Arena.ofShared()) {
            Tensor mine = Tensor.allocate(confined, DType.FLOAT32, 3);
            assertFalse(mine.isAccessibleByAllThreads());
            assertTrue(Tensor.allocate(shared, DType.FLOAT32, 3).isAccessibleByAllThreads());
            assertTrue(Tensor.allocate(Arena.ofAuto(), DType.FLOAT32, 3).isAccessibleByAllThreads());
            assertTrue(Tensor.of(new float[3]).isAccessibleByAllThreads());
            assertTrue(Tensor.vector(DType.FLOAT32, 1).isAccessibleByAllThreads());
            inAnotherThread(() -> assertFalse(mine.isAccessibleByAllThreads()));
        }
    }

    @Test
    void wantsANameForItsMessages() {
        Tensor x = Tensor.of(new float[3]);
        assertNullError("what is null", () -> x.requireReadable(null));
        assertNullError("what is null", () -> x.requireWritable(null));
    }

    private static void inAnotherThread(Runnable action) throws InterruptedException, ExecutionException {
        FutureTask<Void> task = new FutureTask<>(action, null);
        Thread thread = Thread.ofPlatform().start(task);
        task.get();
        thread.join();
    }
}
