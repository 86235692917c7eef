package keops.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Precedence, and both dialects of the language. */
class ParserTest {
    private static final String[] ALIASES = {
        "x = Vi(3)", "y = Vj(3)", "p = Pm(1)", "q = Pm(1)", "A = Vi(9)"
    };

    private static Formula parse(String text) {
        return Formula.parse(text, ALIASES);
    }

    /** Two spellings of one formula. */
    @TestFactory
    Stream<DynamicTest> spellings() {
        return Stream.of(
                        // Precedence, from the loosest to the tightest.
                        List.of("x | y + y", "Scalprod(x,y + y)"),
                        List.of("x + y | y", "Scalprod(x + y,y)"),
                        List.of("x | y | p", "Scalprod(Scalprod(x,y),p)"),
                        List.of("x + y < x * y", "LessThan(x + y,x * y)"),
                        List.of("x | y < p", "LessThan(Scalprod(x,y),p)"),
                        List.of("x > y", "LessThan(y,x)"),
                        List.of("x >= y", "LessOrEqual(y,x)"),
                        List.of("x == y", "Equal(x,y)"),
                        List.of("x != y", "NotEqual(x,y)"),
                        List.of("x - y - x", "Subtract(Subtract(x,y),x)"),
                        List.of("x - y + x", "Add(Subtract(x,y),x)"),
                        List.of("x / y * x", "Mult(Divide(x,y),x)"),
                        List.of("x + y * x", "Add(x,Mult(y,x))"),
                        List.of("-x * y", "Mult(Minus(x),y)"),
                        List.of("-x + y", "Add(Minus(x),y)"),
                        List.of("-x**2", "Minus(Square(x))"),
                        List.of("x * -y", "Mult(x,Minus(y))"),
                        List.of("x**-y", "Powf(x,Minus(y))"),
                        List.of("x**p**q", "Powf(x,Powf(p,q))"),
                        List.of("x**2**3", "Pow(x,8)"),
                        List.of("x**(1/2)", "Sqrt(x)"), List.of("x**(-1/2)", "Rsqrt(x)"),
                        List.of("x**(1/3)", "Powf(x,1/3)"), List.of("-x**-1", "Minus(Inv(x))"),
                        List.of("2 * x**2 / y", "Divide(Mult(2,Square(x)),y)"),
                        List.of("x[0]**2", "Square(Elem(x,0))"),
                        List.of("-x[1:3]", "Minus(Extract(x,1,2))"),
                        List.of("(x + y)[2]", "Elem(x + y,2)"),
                        List.of("x[0:2][1]", "Elem(Extract(x,0,2),1)"),
                        // Slices, as in Python.
                        List.of("x[-1]", "Elem(x,2)"),
                        List.of("x[-3]", "Elem(x,0)"),
                        List.of("x[:2]", "Extract(x,0,2)"),
                        List.of("x[1:]", "Extract(x,1,2)"),
                        List.of("x[:]", "Extract(x,0,3)"),
                        List.of("x[-2:-1]", "Extract(x,1,1)"),
                        List.of("x[0:3:2]", "Slice(x,0,2,2)"),
                        List.of("x[::2]", "Slice(x,0,2,2)"),
                        List.of("x[::-1]", "Slice(x,2,-1,3)"),
                        List.of("x[2:0:-1]", "Slice(x,2,-1,2)"),
                        List.of("x[-1:-4:-2]", "Slice(x,2,-2,2)"),
                        List.of("x[0:1:5]", "Slice(x,0,1,1)"),
                        List.of("x[0:2:1]", "Extract(x,0,2)"),
                        List.of("A[1::3]", "Slice(A,1,3,3)"),
                        List.of("+x", "x"),
                        List.of("--x", "Minus(Minus(x))"),
                        List.of("((x))", "x"),
                        // Powers become the operators that fit.
                        List.of("x**2", "Square(x)"),
                        List.of("x**-1", "Inv(x)"),
                        List.of("x**0.5", "Sqrt(x)"),
                        List.of("x**-0.5", "Rsqrt(x)"),
                        List.of("x**1", "Pow(x,1)"),
                        List.of("x**0", "Pow(x,0)"),
                        List.of("x**-7", "Pow(x,-7)"),
                        List.of("x**1.5", "Powf(x,1.5)"),
                        List.of("x**p", "Powf(x,p)"),
                        // The old dialect.
                        List.of("(x,y)", "(x|y)"),
                        List.of("Exp(-p * (x,y))", "Exp(-p * Scalprod(x,y))"),
                        List.of("Vx(0,3)", "x"),
                        List.of("Vi(0,3)", "x"),
                        List.of("Vy(1,3)", "y"),
                        List.of("Vj(1,3)", "y"),
                        List.of("Pm(2,1)", "p"),
                        List.of("Var(0,3,0)", "x"),
                        List.of("Var(1,3,1)", "y"),
                        List.of("Var(2,1,2)", "p"),
                        List.of("Kron(x,y,Ind(3),Ind(3))", "Kron(x,y,[3],[3])"),
                        List.of("TensorDot(A,x,Ind(3,3),Ind(3),Ind(1),Ind(0))",
                                "TensorDot(A,x,[3, 3],[3],[1],[0])"),
                        List.of("TensorDot(x,y,[3],[3],[],[],[1,0])",
                                "TensorDot(x,y,Ind(3),Ind(3),Ind(),Ind(),Ind(1,0))"),
                        // Numbers.
                        List.of("IntCst(3) * x", "3 * x"),
                        List.of("IntInv(4)", "0.25"),
                        List.of("RatCst(3,4)", "0.75"),
                        List.of("RatCst(-3,4)", "-0.75"),
                        List.of("1e-3", "0.001"),
                        List.of(".5", "0.5"),
                        List.of("1.", "1"),
                        List.of("2E+2", "200"),
                        List.of(" x\t+\ny ", "x+y"))
                .map(pair -> DynamicTest.dynamicTest(pair.toString(),
                        () -> assertEquals(parse(pair.get(1)), parse(pair.get(0)))));
    }

    @Test
    void differentFormulasDiffer() {
        assertNotEquals(parse("x - y"), parse("y - x"));
        assertNotEquals(parse("Elem(x,0)"), parse("Elem(x,1)"));
        assertNotEquals(parse("I"), parse("J"));
        assertNotEquals(parse("0 * x"), parse("(-0) * x"));
    }

    @Test
    void numbersAreExact() {
        assertEquals(new Constant(0.1), parse("0.1"));
        assertEquals(new Constant(16777217), parse("16777217"));
        assertEquals(new Constant(1.0 / 3), parse("IntInv(3)"));
    }

    /** Every form of an alias. */
    @TestFactory
    Stream<DynamicTest> aliases() {
        return Stream.of("x = Vi(3)", "x=Vi(3)", " x  =  Vi ( 3 ) ", "x = Vi(0,3)", "x = Vx(3)", "x = Vx(0,3)",
                        "x = Var(0,3,0)")
                .map(alias -> DynamicTest.dynamicTest(alias, () -> assertEquals(
                        List.of(new Variable("x", 0, 3, Category.I)), Parser.parse("x", alias).arguments())));
    }

    @Test
    void aliasesWithoutNamesArePositions() {
        var parsed = Parser.parse("Var(0,3,0) * Var(1,3,1) + Vj(1,3)", "Vi(3)", "Vj(1,3)");
        assertEquals(2, parsed.arguments().size());
        assertEquals(Category.J, parsed.arguments().get(1).category());
    }

    @Test
    void positionsMayStandInAnyOrder() {
        var arguments = Parser.parse("x * y", "y = Vj(1,3)", "x = Vi(0,3)").arguments();
        assertEquals("x", arguments.get(0).name());
        assertEquals("y", arguments.get(1).name());
    }

    @Test
    void variablesOfTheFormulaAreFurtherArguments() {
        var parsed = Parser.parse(
                "Square(p - Var(3,1,1)) * Exp(-SqNorm2(y - x))", "p = Pm(1)", "x = Vi(3)", "y = Vj(3)");
        assertEquals(4, parsed.arguments().size());
        assertEquals(new Variable("", 3, 1, Category.J), parsed.arguments().get(3));
    }

    @Test
    void unusedAliasesAreArguments() {
        assertEquals(2, Parser.parse("x", "x = Vi(3)", "y = Vj(3)").arguments().size());
    }

    /** The formulas of the original documentation. */
    @TestFactory
    Stream<DynamicTest> documentation() {
        return Stream.of(
                        List.of("Exp(-G*SqDist(X,Y)) * B", "G = Pm(1)", "X = Vx(3)", "Y = Vy(3)", "B = Vy(2)"),
                        List.of("Exp(-G * SqDist(X,Y)) * B", "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)"),
                        List.of("Square(p-a)*Exp(x+y)", "p = Pm(1)", "a = Vy(1)", "x = Vx(3)", "y = Vy(3)"),
                        List.of("Exp(-SqNorm2(x - y))", "x = Vi(3)", "y = Vj(3)"),
                        List.of("(-(g * SqNorm2(x - y))) + b", "x = Vi(3)", "y = Vj(3)", "g = Pm(1)", "b = Vj(1)"),
                        List.of("SqDist(x, y)", "x = Vi(100)", "y = Vj(100)"))
                .map(line -> DynamicTest.dynamicTest(line.getFirst(), () -> assertEquals(line.size() - 1,
                        Parser.parse(line.getFirst(), line.subList(1, line.size()).toArray(String[]::new))
                                .arguments().size())));
    }
}
