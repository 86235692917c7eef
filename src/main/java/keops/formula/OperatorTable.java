package keops.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The reference of the formula language: the text of {@code docs/operators.md} and of {@code keops operators}.
 * Thread-safe.
 */
public final class OperatorTable {
    /** Names longer than this get a line of their own in plain text. */
    private static final int NAME_COLUMN = 32;
    private static final int DIMENSION_COLUMN = 24;

    private static final Section SIGNS = new Section("Signs, from the loosest to the tightest", List.of(
            new Row("f < g, f <= g, f == g, ...", "each D or 1 -> D", "1 where it holds, else 0; also !=, >, >="),
            new Row("f | g", "each D or 1 -> 1", "Scalprod(f,g); (f,g) is the old spelling of (f|g)"),
            new Row("f + g, f - g", "each D or 1 -> D", "sum and difference"),
            new Row("f * g, f / g", "each D or 1 -> D", "product and quotient, component by component"),
            new Row("-f", "D -> D", "the opposite; -f**2 is -(f**2)"),
            new Row("f**g", "each D or 1 -> D",
                    "f^g; from right to left; whole powers are exact; see above for numbers as exponents"),
            new Row("f[m], f[start:end:step]", "D -> 1, end - start",
                    "Elem, Extract and Slice: from 0, negative numbers from the end; bounds may be left out"),
            new Row("f[g], f[g,h]", "D -> 1",
                    "by indices that are formulas, see GatherRow; f[g,h] of a square matrix")));

    private static final Section LEAVES = new Section("Variables and numbers", List.of(
            new Row("Vi(k,d), Vj(k,d), Pm(k,d)", "-> d",
                    "argument k: a row x_i, a row y_j, a parameter; Vx and Vy are the old names of Vi and Vj"),
            new Row("Var(k,d,c)", "-> d", "argument k of category c: 0 is Vi, 1 is Vj, 2 is Pm"),
            new Row("I, J", "-> 1", "the number of the row i, of the row j, from 0"),
            new Row("2, 0.5, 1e-3", "-> 1", "a number"),
            new Row("IntCst(n), IntInv(n), RatCst(p,q)", "-> 1", "n, 1/n, p/q"),
            new Row("Zero(d)", "-> d", "zeros"),
            new Row("[2,3], Ind(2,3)", "", "an index list, where an operator asks for one")));

    private OperatorTable() {}

    private record Section(String title, List<Row> rows) {}

    private record Row(String usage, String dimensions, String mathematics) {
        static Row of(Operator operator) {
            return new Row(operator.usage(), operator.dimensions(), operator.mathematics());
        }
    }

    private static List<Section> sections() {
        var sections = new ArrayList<>(List.of(SIGNS, LEAVES));
        Operators.families().forEach(family ->
                sections.add(new Section(family.title(), family.operators().stream().map(Row::of).toList())));
        return sections;
    }

    /** The page in Markdown. */
    public static String markdown() {
        var page = new StringBuilder("""
                # The formula language

                Values are vectors; a scalar has dimension 1. Parameters in square brackets may be left out. Numbers
                follow IEEE arithmetic unless stated otherwise: NaN and infinities are propagated.

                Every operator can be differentiated to any order. The following are piecewise constant, and their
                derivative is 0: %s.

                `IfElse`, `Clamp`, `ReLU`, `Max` and `Min` select, and so do their derivatives: what is not selected
                does not contribute, even if it is infinite or NaN. Of components, `Max` and `Min` select the first NaN
                if there is one.

                CPUs and GPUs compute a quotient f / g as f (1/g), with 1/g computed once, where g belongs to a row, a
                column or a parameter and f does not. It is wrong by up to 1.5 units in the last place; and where 1/g
                overflows, for |g| below 5.6e-309, in float32 below 2.9e-39, it is infinite, or NaN for f = 0. Products
                may be computed in another order than written, too, and factors of sums once for the sum: what overflows
                or underflows in between may differ. Comparisons, and arguments of `Floor` and its like, are computed as
                written, and so is all by the back end `REFERENCE`.

                A power with a number as its exponent has the same meaning in every spelling: `f**(-1/2)`, `f**(-0.5)`
                and `Powf(f,-0.5)` are `Rsqrt(f)`, which is 0 at f = 0, with derivative 0; `1 / Sqrt(f)` is a quotient,
                and infinite there. The derivative of f^g at f = 0 is defined as 0 for 0 < g < 1, so that `Norm2`,
                distances and Minkowski distances have gradient 0 where they are 0. The slope of `XLogX(f)` at f = 0 is
                -infinity, but 0 where f is a multiple of a sum of squares, such as `SqDist(x,y)`: the gradient of a
                thin-plate spline is 0 at x = y.

                Second derivatives of functions of a root or an absolute value, such as |x - y|, are limits where it is
                0: those of a Matern kernel at x = y are exact. Where there is no derivative, as for e^-|x - y|, they
                are NaN. They may also be NaN where a derivative exists: for quotients, such as Sin(r) Rsqrt(r^2), for
                absolute values of anything but differences of variables, and from the third order on. For `Abs` and
                `Sign` of a vector this is decided for all components at once, by whether any of them is 0.

                The scalar kernels with numbers n and m have their own derivatives, which are exact at x = y, and NaN
                where there is none. They are defined by the same kernels: n is the number of times that -(1/r) d/dr is
                applied, and m the least number of components of x - y by which the value is multiplied, which decides
                whether it contributes at x = y.

                This page is generated from the operator table by `mvn -pl src -am test -Dtest=OperatorTableTest
                -Dsurefire.failIfNoSpecifiedTests=false -Dkeops.updateDocs=true`.
                """.formatted(piecewiseConstant()));
        for (Section section : sections()) {
            page.append("\n## ").append(escaped(section.title)).append("\n\n");
            page.append("| written | dimensions | value |\n| --- | --- | --- |\n");
            for (Row row : section.rows) {
                page.append("| `").append(row.usage.replace("|", "\\|")).append("` | ").append(escaped(row.dimensions))
                        .append(" | ").append(escaped(row.mathematics)).append(" |\n");
            }
        }
        return page.toString();
    }

    private static String piecewiseConstant() {
        return Operators.table().stream()
                .filter(operator -> operator.derivative() instanceof Derivative.PiecewiseConstant)
                .map(operator -> '`' + operator.name() + '`')
                .collect(Collectors.joining(", "));
    }

    /** The page in plain text, in columns. */
    public static String text() {
        var page = new StringBuilder();
        for (Section section : sections()) {
            page.append(page.isEmpty() ? "" : "\n").append(section.title).append('\n');
            section.rows.forEach(row -> page.append(line(row)).append('\n'));
        }
        return page.toString();
    }

    private static String line(Row row) {
        String name = "  " + row.usage;
        String dimensions = padded(row.dimensions, DIMENSION_COLUMN);
        return (name.length() < NAME_COLUMN
                        ? padded(name, NAME_COLUMN)
                        : name + "\n" + " ".repeat(NAME_COLUMN))
                + dimensions + row.mathematics;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    /** Characters that mean something in Markdown stand for themselves. */
    private static String escaped(String text) {
        return text.replaceAll("([|*_<\\\\])", "\\\\$1");
    }
}
