package keops.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import keops.error.FormulaException;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ScratchArenaTest {
    private static final long LARGE = 1 << 20;

    @Test
    void smallSegmentsAreJavaArraysAndLargeOnesAreNot() {
        try (Arena arena = new ScratchArena()) {
            for (long bytes : new long[] {0, 1, 7, 8, 4000}) {
                MemorySegment small = arena.allocate(bytes);
                assertTrue(small.heapBase().isPresent());
                assertEquals(bytes, small.byteSize());
            }
            MemorySegment large = arena.allocate(LARGE, 64);
            assertTrue(large.isNative());
            assertEquals(LARGE, large.byteSize());
            assertEquals(0, large.address() % 64);
            assertEquals(arena.scope(), large.scope());
        }
    }

    @Test
    void allThreadsMayUseThem() {
        try (Arena arena = new ScratchArena()) {
            for (long count : new long[] {3, LARGE}) {
                Tensor tensor = Tensor.allocate(arena, DType.FLOAT32, count);
                CompletableFuture.runAsync(() -> tensor.setDoubleAt(count - 1, 2.5)).join();
                assertEquals(2.5, tensor.doubleAt(count - 1));
                assertEquals(0, tensor.doubleAt(0));
            }
        }
    }

    @Test
    void whatIsLargeIsFreedAtTheEnd() {
        Arena arena = new ScratchArena();
        MemorySegment large = arena.allocate(LARGE);
        MemorySegment.Scope scope = arena.scope();
        assertTrue(scope.isAlive());
        arena.close();
        assertFalse(scope.isAlive());
        assertThrows(IllegalStateException.class, () -> large.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void nothingIsAllocatedAfterTheEnd() {
        Arena arena = new ScratchArena();
        arena.close();
        assertThrows(FormulaException.class, () -> Tensor.allocate(arena, DType.FLOAT64, 3));
        assertThrows(IllegalStateException.class, () -> arena.allocate(LARGE));
        assertThrows(IllegalStateException.class, arena::close);
        assertFalse(arena.scope().isAlive());
    }

    @Test
    void sizesAreNotNegative() {
        try (Arena arena = new ScratchArena()) {
            assertThrows(IllegalArgumentException.class, () -> arena.allocate(-1));
        }
    }
}
