package keops.formula;

import keops.error.FormulaException;

/** The check of slices: {@code Elem}, {@code Extract} and their brackets. */
final class Slices {
    private Slices() {}

    static void check(String operator, Formula f, int start, int length) {
        if (start < 0 || length < 1 || (long) start + length > f.dim()) {
            String asked = length == 1 ? "component " + start : "components " + start + " to " + ((long) start + length - 1);
            throw new FormulaException(operator + " asks for " + asked + " of " + Printer.brief(f) + ", which has "
                    + (f.dim() == 1 ? "component 0 only" : "components 0 to " + (f.dim() - 1)));
        }
    }
}
