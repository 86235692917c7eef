package keops.formula;

import keops.error.FormulaException;

/** The checks of slices: {@code Elem}, {@code Extract}, their brackets, and {@code ElemT}, {@code ExtractT}. */
final class Slices {
    private Slices() {}

    /** Components to read exist. */
    static void check(String operator, Formula f, int start, int length) {
        if (start < 0 || length < 1 || (long) start + length > f.dim()) {
            throw new FormulaException(operator + " asks for " + components(start, length) + " of " + Printer.brief(f)
                    + ", which has " + (f.dim() == 1 ? "component 0 only" : "components 0 to " + (f.dim() - 1)));
        }
    }

    /** There is room for a vector among the components of a wider one. */
    static void checkPlace(String operator, Formula f, int start, int dim) {
        Limits.checkDimension(dim);
        if (start < 0 || (long) start + f.dim() > dim) {
            throw new FormulaException(operator + " puts " + Printer.brief(f) + " at " + components(start, f.dim())
                    + ", but the result has " + (dim == 1 ? "component 0 only" : "components 0 to " + (dim - 1)));
        }
    }

    private static String components(int start, int length) {
        if (length < 1) {
            return length + " components";
        }
        return length == 1 ? "component " + start : "components " + start + " to " + ((long) start + length - 1);
    }
}
