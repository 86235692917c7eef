package keops.examples;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** A growing matrix of numbers, with a fixed number of columns. */
final class NumberRows {
    private static final int NUMBERS_PER_BLOCK = 1 << 16;

    private final int width;
    private final int blockNumbers;
    /** Blocks of rows; all but the last are full. */
    private final List<double[]> blocks = new ArrayList<>();
    private int inLast;

    /** An empty matrix with {@code width} columns. */
    NumberRows(int width) {
        this.width = width;
        this.blockNumbers = Math.max(1, NUMBERS_PER_BLOCK / width) * width;
        this.inLast = blockNumbers;
    }

    /** Appends a number to the current row. */
    void add(double number) {
        if (inLast == blockNumbers) {
            blocks.add(new double[blockNumbers]);
            inLast = 0;
        }
        blocks.getLast()[inLast++] = number;
    }

    /** The number of rows so far. */
    long count() {
        return blocks.isEmpty() ? 0 : ((blocks.size() - 1L) * blockNumbers + inLast) / width;
    }

    /** A copy, of shape (rows, width). */
    Tensor toTensor(Arena arena) {
        Tensor all = Tensor.allocate(arena, DType.FLOAT64, count(), width);
        long blockRows = blockNumbers / width;
        for (int k = 0; k < blocks.size(); k++) {
            Tensor rows = all.rows(k * blockRows, Math.min(count(), (k + 1) * blockRows));
            rows.copyFrom(Tensor.of(blocks.get(k), blockRows, width).rows(0, rows.size(0)));
        }
        return all;
    }
}
