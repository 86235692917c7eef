package keops.formula;

import java.util.List;
import keops.error.FormulaException;

/**
 * Slices: the checks of {@code Elem}, {@code Extract} and {@code Slice}, and of what puts components in place, and what
 * brackets mean.
 */
final class Slices {
    private Slices() {}

    /** Components to read exist. */
    static void check(String operator, Formula f, int start, int length) {
        if (start < 0 || length < 1 || (long) start + length > f.dim()) {
            throw new FormulaException(operator + " asks for " + components(start, length) + " of " + Printer.brief(f)
                    + ", which has " + all(f.dim()));
        }
    }

    /** There is room for a vector among the components of a wider one. */
    static void checkPlace(String operator, Formula f, int start, int dim) {
        Limits.checkDimension(dim);
        if (start < 0 || (long) start + f.dim() > dim) {
            throw new FormulaException(operator + " puts " + Printer.brief(f) + " at " + components(start, f.dim())
                    + ", but the result has " + all(dim));
        }
    }

    /** Components to read at equal steps exist. */
    static void check(Formula f, int start, int step, int count) {
        if (step == 0) {
            throw new FormulaException("the step of Slice must not be 0");
        }
        long last = start + (count - 1L) * step;
        if (count < 1 || Math.min(start, last) < 0 || Math.max(start, last) >= f.dim()) {
            throw new FormulaException("Slice asks for " + stepped(start, step, count, last) + " of " + Printer.brief(f)
                    + ", which has " + all(f.dim()));
        }
    }

    /** There is room for a vector at equal steps among the components of a wider one. */
    static void checkPlaces(Formula f, int start, int step, int dim) {
        if (step == 0 && f.dim() > 1) {
            throw new FormulaException("the step of SliceT must not be 0");
        }
        long last = start + (f.dim() - 1L) * step;
        if (Math.min(start, last) < 0 || Math.max(start, last) >= dim) {
            throw new FormulaException("SliceT puts " + Printer.brief(f) + " at " + stepped(start, step, f.dim(), last)
                    + ", but the result has " + all(dim));
        }
    }

    /** {@code f[k]}: a negative number counts from the end. */
    static Formula component(Formula f, int k) {
        if (k < -f.dim()) {
            throw new FormulaException("[" + k + "] asks for component " + k + " of " + Printer.brief(f)
                    + ", which has " + all(f.dim()) + ", or -" + f.dim() + " to -1 from the end");
        }
        return new Call(ComponentOperators.ELEM, List.of(f), List.of(List.of(k < 0 ? k + f.dim() : k)));
    }

    /**
     * {@code f[start:end:step]} as in Python, negative bounds counting from the end, except that components which do
     * not exist are an error.
     *
     * @param start the first component; null for the first or, with a negative step, the last one of f
     * @param end the one that comes no more; null for that after the last or, with a negative step, before the first
     */
    static Formula slice(Formula f, Integer start, Integer end, int step) {
        if (step == 0) {
            throw new FormulaException("the step of a slice must not be 0");
        }
        long from = start == null ? step > 0 ? 0 : f.dim() - 1L : fromEnd(start, f);
        long to = end == null ? step > 0 ? f.dim() : -1 : fromEnd(end, f);
        long count = Math.max(0, step > 0 ? Math.ceilDiv(to - from, step) : Math.ceilDiv(from - to, -(long) step));
        // Beyond the end there may be nothing to read, but a bound there is a mistake.
        if (count < 1 || from < 0 || from >= f.dim() || to < -1 || to > f.dim() || to == -1 && step > 0) {
            throw new FormulaException("the slice [" + (start == null ? "" : start) + ":" + (end == null ? "" : end)
                    + (step == 1 ? "" : ":" + step) + "] asks for "
                    + (count < 1 ? "no component" : "components " + from + " to " + (from + (count - 1) * step))
                    + " of " + Printer.brief(f) + ", which has " + all(f.dim()));
        }
        return step == 1
                ? Algebra.components(f, (int) from, (int) count)
                : new Call(ComponentOperators.SLICE, List.of(f),
                        List.of(List.of((int) from), List.of(count == 1 ? 1 : step), List.of((int) count)));
    }

    private static long fromEnd(int bound, Formula f) {
        return bound < 0 ? (long) bound + f.dim() : bound;
    }

    private static String stepped(int start, int step, int count, long last) {
        return count < 1
                ? count + " components"
                : "components " + start + " to " + last + " in steps of " + step;
    }

    private static String all(int dim) {
        return dim == 1 ? "component 0 only" : "components 0 to " + (dim - 1);
    }

    private static String components(int start, int length) {
        if (length < 1) {
            return length + " components";
        }
        return length == 1 ? "component " + start : "components " + start + " to " + ((long) start + length - 1);
    }
}
