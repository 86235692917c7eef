package keops.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Numbers that lie side by side: what is put together is taken apart again. */
class SideBySideTest {
    private final Arena arena = Arena.ofAuto();

    @Test
    void columnsAreJoinedAndTakenApart() {
        Tensor a = Tensor.of(new double[][] {{1}, {2}, {3}});
        Tensor b = Tensor.of(new double[][] {{10}, {20}, {30}});
        Tensor all = SideBySide.join(arena, List.of(a, b));
        assertArrayEquals(new long[] {3, 2}, all.shape());
        assertArrayEquals(new double[] {1, 10, 2, 20, 3, 30}, all.toDoubleArray());
        assertArrayEquals(a.toDoubleArray(), SideBySide.part(arena, all, 0, 1).toDoubleArray());
        assertArrayEquals(b.toDoubleArray(), SideBySide.part(arena, all, 1, 1).toDoubleArray());
        assertArrayEquals(all.toDoubleArray(), SideBySide.part(arena, all, 0, 2).toDoubleArray());
    }

    /** K numbers of each component: (rows, 1) becomes (rows, D), (rows, K) puts K numbers to each component. */
    @Test
    void severalNumbersOfAComponentStayTogether() {
        Tensor a = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
        Tensor b = Tensor.of(new float[] {5, 6, 7, 8}, 2, 2);
        Tensor all = Tensor.allocate(arena, DType.FLOAT32, 2, 2, 2);
        SideBySide.put(a, all, 0, 2);
        SideBySide.put(b, all, 1, 2);
        assertArrayEquals(new double[] {1, 2, 5, 6, 3, 4, 7, 8}, all.toDoubleArray());
    }

    @Test
    void noRowsHaveNoNumbers() {
        Tensor none = Tensor.allocate(arena, DType.FLOAT64, 0, 1);
        Tensor all = SideBySide.join(arena, List.of(none, none, none));
        assertArrayEquals(new long[] {0, 3}, all.shape());
        assertArrayEquals(new long[] {0, 2}, SideBySide.part(arena, all, 1, 2).shape());
    }
}
