package keops.cpu.layout;

import java.util.List;
import keops.cpu.code.KernelShape;
import keops.program.Scalar;
import keops.program.Staged;

/** Whether packed data is of moderate size, and not positive where it must not be: then the fast kernels may run. */
public final class DataCheck {
    private final boolean isUseful;
    private final float largest = (float) FastExponents.largest();
    private final int blockRows;
    private final int columnLanes;
    private final int rowSlots;
    private final int columnSlots;
    private final int parameterSlots;
    private final int[] rowsNotPositive;
    private final int[] columnsNotPositive;
    private final int[] parametersNotPositive;
    private final boolean[] supplied;

    /**
     * The check of the data of a program.
     *
     * @param rowSlots row values per row
     */
    public DataCheck(Staged staged, FastExponents fast, KernelShape shape, int rowSlots) {
        this.isUseful = !fast.isEmpty();
        this.blockRows = shape.blockRows();
        this.columnLanes = shape.columnLanes();
        this.rowSlots = rowSlots;
        this.columnSlots = staged.columns().size();
        this.parameterSlots = staged.parameters().size();
        this.rowsNotPositive = slots(staged.rows(), fast);
        this.columnsNotPositive = slots(staged.columns(), fast);
        this.parametersNotPositive = slots(staged.parameters(), fast);
        this.supplied = new boolean[rowSlots];
        for (int slot = 0; slot < staged.rows().size(); slot++) {
            supplied[slot] = staged.program().values().get(staged.rows().get(slot)) instanceof Scalar.Supplied;
        }
    }

    private static int[] slots(List<Integer> values, FastExponents fast) {
        return java.util.stream.IntStream.range(0, values.size())
                .filter(slot -> fast.notPositive().contains(values.get(slot)))
                .toArray();
    }

    /** The parameter values; constants, which stand after them, are known to be right. */
    public boolean parameters(Object parameters) {
        return isUseful
                && isModerate(parameters, 0, parameterSlots)
                && areNotPositive(parameters, parameterSlots, parameterSlots, 1, parametersNotPositive);
    }

    /** The row values of a block, slot after slot; supplied ones come later and are known to be right. */
    public boolean block(Object rows, int block) {
        for (int slot = 0; slot < rowSlots; slot++) {
            int from = block + slot * blockRows;
            if (!supplied[slot] && !isModerate(rows, from, from + blockRows)) {
                return false;
            }
        }
        for (int slot : rowsNotPositive) {
            for (int i = 0; i < blockRows; i++) {
                if (number(rows, block + slot * blockRows + i) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The column values of a tile, as kernels take them. */
    public boolean columns(Object columns, int count) {
        int stride = columnSlots * columnLanes;
        return isModerate(columns, 0, count * stride)
                && areNotPositive(columns, count * stride, stride, columnLanes, columnsNotPositive);
    }

    private static boolean areNotPositive(Object array, int end, int stride, int lanes, int[] slots) {
        for (int slot : slots) {
            for (int from = slot * lanes; from < end; from += stride) {
                for (int at = from; at < from + lanes; at++) {
                    if (number(array, at) > 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Whether all numbers are finite and moderate; a NaN fails the comparison. */
    private boolean isModerate(Object array, int from, int to) {
        return array instanceof float[] floats ? isModerate(floats, from, to) : isModerate((double[]) array, from, to);
    }

    private boolean isModerate(float[] numbers, int from, int to) {
        boolean moderate = true;
        for (int k = from; k < to; k++) {
            moderate &= Math.abs(numbers[k]) <= largest;
        }
        return moderate;
    }

    private boolean isModerate(double[] numbers, int from, int to) {
        boolean moderate = true;
        for (int k = from; k < to; k++) {
            moderate &= Math.abs(numbers[k]) <= largest;
        }
        return moderate;
    }

    private static double number(Object array, int at) {
        return array instanceof float[] floats ? floats[at] : ((double[]) array)[at];
    }
}
