package keops.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.kernel.KernelName.NumberKind;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Kernel names: what they mean, and what wrong ones are told. */
class KernelNameTest {
    private static final Map<String, NumberKind> KNOWN = Map.of("linear", NumberKind.NONE, "gaussian", NumberKind.NONE,
            "cauchy", NumberKind.NONE, "distance", NumberKind.NONE, "powers", NumberKind.WHOLE, "mixed",
            NumberKind.REAL);

    private static KernelName parse(String text) {
        return KernelName.parse(text, KNOWN);
    }

    private static String value(String text) {
        return ValueForm.of(parse(text).expression(), atom -> atom.name().charAt(0) + "" + atom.rank());
    }

    private static LogForm log(String text) {
        return LogForm.of(parse(text).expression(), atom -> atom.name().charAt(0) + "" + atom.rank());
    }

    /** A name, the pairs, the value and the logarithm. */
    @TestFactory
    Stream<DynamicTest> names() {
        return Stream.of(
                        List.of("gaussian(x,y)", "[(x,y)]", "(g0)", "(g0)"),
                        List.of("gaussian(x,y) * linear(u,v)**2", "[(x,y), (u,v)]",
                                "((g0) * Square((l1)))", "((g0) + (2 * (l1)))"),
                        List.of("gaussian(x,y) * (linear(u,v)**2) ", "[(x,y), (u,v)]",
                                "((g0) * Square((l1)))", "((g0) + (2 * (l1)))"),
                        List.of("cauchy(x,y) + gaussian(x,y) * (1 + cauchy(u,v)**2)", "[(x,y), (u,v)]",
                                "((c0) + ((g1) * (1 + Square((c2)))))",
                                "LogSumExp(Concat((c0),((g1) + LogSumExp(Concat((0.0),(2 * (c2)))))))"),
                        List.of("cauchy(u,v) + gaussian(x,y)", "[(u,v), (x,y)]",
                                "((c0) + (g1))", "LogSumExp(Concat((c0),(g1)))"),
                        List.of("  gaussian ( x , y )", "[(x,y)]", "(g0)", "(g0)"),
                        List.of("3 * gaussian(x,y)", "[(x,y)]", "(3 * (g0))",
                                "((" + Math.log(3) + ") + (g0))"),
                        List.of("0.5 * gaussian(x,y)", "[(x,y)]", "(0.5 * (g0))", "((" + Math.log(0.5) + ") + (g0))"),
                        List.of("2.5e-3 + gaussian(x,y)", "[(x,y)]", "(0.0025 + (g0))",
                                "LogSumExp(Concat((" + Math.log(0.0025) + "),(g0)))"),
                        List.of("powers(x,y,3) * mixed(u,v,0.5)", "[(x,y), (u,v)]", "((p0) * (m1))", "((p0) + (m1))"),
                        List.of("0 + gaussian(x,y)", "[(x,y)]", "(0 + (g0))", "LogSumExp(Concat(Log(0),(g0)))"),
                        List.of("cauchy(x,y)**-3", "[(x,y)]", "Pow((c0),-3)", "(-3 * (c0))"),
                        List.of("cauchy(x,y)**0", "[(x,y)]", "Pow((c0),0)", "0"),
                        List.of("(-distance(x,y))**2", "[(x,y)]", "Square((-(d0)))", "(2 * (d0))"),
                        List.of("-distance(x,y) * -gaussian(x,y)", "[(x,y)]", "((-(d0)) * (-(g1)))", "((d0) + (g1))"))
                .map(row -> DynamicTest.dynamicTest(row.getFirst(), () -> {
                    assertEquals(row.get(1), parse(row.getFirst()).pairs().toString());
                    assertEquals(row.get(2), value(row.getFirst()));
                    assertEquals(new LogForm(false, row.get(3)), log(row.getFirst()));
                    String printed = parse(row.getFirst()).expression().toString();
                    assertEquals(parse(row.getFirst()), parse(printed));
                }));
    }

    @Test
    void aMinusBindsAsInPython() {
        assertEquals("((-(d0)) * (g1))", value("-distance(x,y)*gaussian(u,v)"));
        assertEquals("(-Square((d0)))", value("-distance(x,y)**2"));
        assertEquals("((g0) + (-(d1)))", value("gaussian(u,v) + -distance(x,y)"));
        assertEquals(new LogForm(true, "((d0) + (g1))"), log("-distance(x,y)*gaussian(u,v)"));
    }

    @Test
    void anyNumberOfTerms() {
        String name = IntStream.range(0, 11).mapToObj(_ -> "gaussian(x,y)").collect(Collectors.joining(" + "));
        assertEquals(11, parse(name).atoms().size());
        assertEquals(IntStream.range(0, 11).mapToObj(k -> "(g" + k + ")").collect(Collectors.joining(" + ", "(", ")")),
                value(name));
    }

    /** A text, and the message. */
    @TestFactory
    Stream<DynamicTest> errors() {
        return Stream.of(
                        List.of("gausian(x,y)", """
                                unknown kernel 'gausian' at column 1 (did you mean 'gaussian'?)KNOWN
                                  gausian(x,y)
                                  ^"""),
                        List.of("gaussian(x,y) * foo(x,y)", """
                                unknown kernel 'foo' at column 17KNOWN
                                  gaussian(x,y) * foo(x,y)
                                                  ^"""),
                        List.of("gaussian(x,y) + cauchy(y,z)", """
                                the variable 'y' belongs to the pair (x,y) already at column 24: \
                                pairs of variables do not overlap
                                  gaussian(x,y) + cauchy(y,z)
                                                         ^"""),
                        List.of("gaussian(x,y) + cauchy(y,x)", """
                                the variable 'y' belongs to the pair (x,y) already at column 24: \
                                pairs of variables do not overlap
                                  gaussian(x,y) + cauchy(y,x)
                                                         ^"""),
                        List.of("gaussian(x,x)", """
                                a pair of variables has two different letters, but 'x' stands twice at column 12
                                  gaussian(x,x)
                                             ^"""),
                        List.of("gaussian(x',yy)", """
                                unexpected character ''' at column 11
                                  gaussian(x',yy)
                                            ^"""),
                        List.of("gaussian(x,yy)", """
                                a variable, one letter from a to z, is expected, but 'yy' came at column 12
                                  gaussian(x,yy)
                                             ^"""),
                        List.of("gaussian(X,Y)", """
                                a variable, one letter from a to z, is expected, but 'X' came at column 10
                                  gaussian(X,Y)
                                           ^"""),
                        List.of("gaussian(x,y) - cauchy(x,y)", """
                                kernel names have no subtraction: '-' at column 15; write '+ -' to add a negated kernel
                                  gaussian(x,y) - cauchy(x,y)
                                                ^"""),
                        List.of("1 / (2 - cauchy(x,y))", """
                                kernel names have no division: '/' at column 3; write '**-1' for an inverse
                                  1 / (2 - cauchy(x,y))
                                    ^"""),
                        List.of("mixed(x,y)", """
                                a number above 0, as in mixed(x,y,2), is expected, but ')' came at column 10
                                  mixed(x,y)
                                           ^"""),
                        List.of("powers(x,y,1.5)", """
                                powers takes a whole number above 0, but '1.5' came at column 12
                                  powers(x,y,1.5)
                                             ^"""),
                        List.of("mixed(x,y,0)", """
                                mixed takes a number above 0, but '0' came at column 11
                                  mixed(x,y,0)
                                            ^"""),
                        List.of("gaussian(x,y,2)", """
                                ')' is expected, but ',' came at column 13
                                  gaussian(x,y,2)
                                              ^"""),
                        List.of("1e999 * cauchy(x,y)", """
                                the number 1e999 is too large at column 1
                                  1e999 * cauchy(x,y)
                                  ^"""),
                        List.of("cauchy(x,y)**0.5", """
                                a whole number is expected, but '0.5' came at column 14
                                  cauchy(x,y)**0.5
                                               ^"""),
                        List.of("cauchy(x,y)**2**2", """
                                powers do not chain: '**' at column 15; use parentheses
                                  cauchy(x,y)**2**2
                                                ^"""),
                        List.of("cauchy(x,y) gaussian(x,y)", """
                                '+', '*', '**' or the end of the kernel name is expected, \
                                but 'gaussian' came at column 13
                                  cauchy(x,y) gaussian(x,y)
                                              ^"""),
                        List.of("(cauchy(x,y)", """
                                '(' is never closed: it stands at column 1
                                  (cauchy(x,y)
                                  ^"""),
                        List.of("cauchy(x,y) +", """
                                an atomic kernel such as gaussian(x,y) is expected, \
                                but the end of the text came at column 14
                                  cauchy(x,y) +
                                               ^"""),
                        List.of("", """
                                an atomic kernel such as gaussian(x,y) is expected, \
                                but the end of the text came at column 1
                                 \s
                                  ^"""))
                .map(row -> DynamicTest.dynamicTest("'" + row.getFirst() + "'", () -> assertEquals(
                        row.getLast().replace("KNOWN", "; there are cauchy, distance, gaussian, linear, mixed, powers,"
                                + " which the Javadoc of KernelFormulas defines"),
                        assertThrows(FormulaException.class, () -> parse(row.getFirst())).getMessage())));
    }

    @Test
    void hostileNestingIsRefused() {
        String message = assertThrows(FormulaException.class, () -> parse("(".repeat(5000))).getMessage();
        assertEquals("the kernel name nests more than 32 levels deep at column 33", message.lines().findFirst()
                .orElseThrow());
        assertThrows(FormulaException.class, () -> parse("-".repeat(5000) + "1"));
    }

    @Test
    void differencesHaveNoLogarithm() {
        assertEquals("the kernel has no logarithm: gaussian(x,y) + -cauchy(x,y) adds terms of different signs",
                assertThrows(FormulaException.class, () -> log("2 * (gaussian(x,y) + -cauchy(x,y))")).getMessage());
    }
}
