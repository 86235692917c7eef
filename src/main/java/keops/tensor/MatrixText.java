package keops.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import keops.error.FormulaException;

/** A tensor as a few lines of text: the first and the last rows and columns, the rest as dots. */
final class MatrixText {
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final String DOTS = "...";
    /** A mark in a list of positions, in place of those that are left out. */
    private static final long LEFT_OUT = -1;

    private MatrixText() {}

    static String of(Tensor tensor, int maxRows, int maxColumns) {
        if (maxRows < 1 || maxColumns < 1) {
            throw new FormulaException("a print needs at least one row and one column, but " + maxRows + " and "
                    + maxColumns + " came");
        }
        StringBuilder text = new StringBuilder(tensor.description()).append('\n');
        if (tensor.count() == 0) {
            return text.toString();
        }
        long width = tensor.rank() == 0 ? 1 : tensor.size(tensor.rank() - 1);
        List<Long> rows = shown(tensor.count() / width, maxRows);
        List<Long> columns = shown(width, maxColumns);
        String[][] cells = new String[rows.size()][columns.size()];
        int[] cellWidths = new int[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            for (int j = 0; j < cellWidths.length; j++) {
                cells[i][j] = cell(tensor, width, rows.get(i), columns.get(j));
                cellWidths[j] = Math.max(cellWidths[j], cells[i][j].length());
            }
        }
        for (String[] row : cells) {
            for (int j = 0; j < row.length; j++) {
                text.append(" ".repeat(cellWidths[j] - row[j].length() + (j == 0 ? 0 : 2))).append(row[j]);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** The positions to show of {@code size} ones: all, or the first half and the last with a gap between. */
    private static List<Long> shown(long size, int max) {
        List<Long> positions = new ArrayList<>();
        if (size <= max) {
            for (long i = 0; i < size; i++) {
                positions.add(i);
            }
            return positions;
        }
        int last = max / 2;
        for (long i = 0; i < max - last; i++) {
            positions.add(i);
        }
        positions.add(LEFT_OUT);
        for (long i = size - last; i < size; i++) {
            positions.add(i);
        }
        return positions;
    }

    private static String cell(Tensor tensor, long width, long row, long column) {
        if (row == LEFT_OUT || column == LEFT_OUT) {
            return DOTS;
        }
        return element(tensor, row * width + column);
    }

    /** One element as readable text. */
    static String element(Tensor tensor, long element) {
        return tensor.dtype().isFloating()
                ? number(tensor.doubleAt(element))
                : Long.toString(tensor.longAt(element));
    }

    /** Six significant digits, without exponent where the number is neither large nor small. */
    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size < 1e-4 || size >= 1e6) {
            return String.format(Locale.ROOT, "%.5e", value);
        }
        return new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros().toPlainString();
    }
}
