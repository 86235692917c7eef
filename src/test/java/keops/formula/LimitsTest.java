package keops.formula;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.Genred;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hostile text gets an error, or its value, in seconds; never an overflow of stack or memory. */
class LimitsTest {
    private static final Duration SECONDS = Duration.ofSeconds(30);
    private static final Tensor WIDE = Tensor.vector(DType.FLOAT32, new double[2 << 20]).reshape(2, 1 << 20);
    private static final String[] ALIASES = {"x = Vi(1)", "y = Vj(1)", "v = Vi(1048576)"};

    /** Refused, with words that name the limit. */
    @TestFactory
    Stream<DynamicTest> refused() {
        return Stream.of(
                refused("nesting", "(".repeat(100_000), "256 levels"),
                refused("closed nesting", "(".repeat(40_000) + "x" + ")".repeat(40_000), "256 levels"),
                refused("calls", "Exp(".repeat(20_000), "256 levels"),
                refused("signs", "-".repeat(10_000) + "x", "256 levels"),
                refused("powers", "x**".repeat(10_000) + "x", "256 levels"),
                refused("brackets", "[".repeat(10_000), "a formula is expected"),
                refused("slices", "x" + "[0]".repeat(10_000), "1000 operations"),
                refused("a long sum", "x+".repeat(20_000) + "x", "1000 operations"),
                refused("a long product", "x*".repeat(20_000) + "x", "1000 operations"),
                refused("a long text", "x+".repeat(100_000) + "x", "200001 characters"),
                refused("a long name", "n".repeat(90_000), "unknown variable 'nnnnnnnnnnnnnnnnnnnn...'"),
                refused("a long number", "1".repeat(90_000), "too large"),
                refused("a long whole number", "Elem(x," + "1".repeat(90_000) + ")", "too large"),
                refused("a dimension of 2^31", "SumT(x,2147483648)", "whole number"),
                refused("a dimension of 2^31 - 1", "SumT(x,2147483647)", "1048576"),
                refused("a variable of 2^31", "Vi(3,2147483648)", "too large"),
                refused("a position of 2^31 - 1", "Vi(2147483647,1)", "from 0 to 999"),
                refused("a wide product", "TensorProd(v,v)", "1048576"),
                refused("a long contraction of few numbers",
                        "TensorDot(SumT(x,1048576),SumT(x,1048576),[1024,1024],[1024,1024],[1],[0])",
                        "1000000 scalar operations"),
                refused("a long contraction of constants",
                        "TensorDot(SumT(2,1048576),SumT(3,1048576),[1024,1024],[1024,1024],[1],[0])",
                        "1000000 scalar operations"),
                refused("many wide vectors", wide(1_500), "1000000 scalar operations"),
                refused("a wide one-hot", "OneHot(x,1048576)", "1000000 scalar operations"),
                refused("a wide sum", "Sum(Exp(v))", "1000000 scalar operations"),
                refused("long series", "SoftDTW_SqDist(SumT(x,1048576),SumT(y,1048576),x)", "1048576"),
                refused("series of 1000 values", "SoftDTW_SqDist(SumT(x,1000),SumT(y,1000),x)",
                        "1000000 scalar operations"),
                refused("nested derivatives", "Grad(".repeat(200) + "Sin(Exp(x) * y)" + ",x,y)".repeat(200),
                        "operations"),
                refused("nested Laplacians", "Laplacian(".repeat(100) + "Exp(-SqNorm2(Var(3,3,0)) * y)"
                        + ",Var(3,3,0))".repeat(100), "operations"),
                refused("a wide Jacobian", "Elem(GradMatrix(Exp(v),v),0)", "1048576"),
                refused("a wide divergence", "Divergence(Exp(v),v)", "100000 steps"),
                refused("many knots", "BSpline(SumT(x,1048576),y,100000)", "1000000 scalar operations"),
                refused("many axes", "TensorDot(x,x," + axes(40) + ",[1],[],[])", "at most 32 axes"),
                refused("many arguments", "Concat(" + "v,".repeat(2_000) + "v)", "1048576"));
    }

    /** Large, but not too large. */
    @TestFactory
    Stream<DynamicTest> accepted() {
        return Stream.of(
                accepted("nesting", "(".repeat(256) + "x" + ")".repeat(256)),
                accepted("a sum of 950 terms", "x+".repeat(949) + "y"),
                accepted("two equal sums of 950 terms", "(" + "x+".repeat(949) + "y) * (" + "x+".repeat(949) + "y)"),
                accepted("a product of 950 factors", "x*y*".repeat(474) + "y"),
                accepted("alternating signs", "x+y-".repeat(400) + "y"),
                accepted("a tree of 2^14 terms", tree(14)),
                accepted("equal wide vectors", "Elem(SumT(x,1048576) * SumT(y,1048576),5)"),
                accepted("a scalar product in dimension 100000", "(SumT(x,100000) | OneHot(y,100000))"),
                accepted("a large kernel", "MatVecMult(SumT(x,250000),OneHot(y,500))"));
    }

    private static DynamicTest refused(String name, String formula, String words) {
        return DynamicTest.dynamicTest(name, () -> assertTimeoutPreemptively(SECONDS, () -> {
            String message = assertThrows(FormulaException.class, () -> build(formula, Backend.REFERENCE)).getMessage();
            assertTrue(message.contains(words), message);
            assertTrue(message.length() < 1_000, () -> "a message of " + message.length() + " characters");
        }));
    }

    private static DynamicTest accepted(String name, String formula) {
        return DynamicTest.dynamicTest(name, () -> assertTimeoutPreemptively(SECONDS, () -> {
            Formula parsed = build(formula, Backend.REFERENCE).formula();
            assertTrue(parsed.equals(Formula.parse(parsed.toString(), ALIASES)), "reads back");
            try (Arena arena = Arena.ofConfined()) {
                for (Backend backend : List.of(Backend.REFERENCE, Backend.CPU)) {
                    build(formula, backend).call(arena, column(), column(), WIDE);
                }
            }
        }));
    }

    private static Genred build(String formula, Backend backend) {
        return Genred.of(formula, ALIASES).overI().backend(backend).build();
    }

    private static Tensor column() {
        return Tensor.vector(DType.FLOAT32, new double[] {1, 2}).reshape(2, 1);
    }

    /** A balanced sum of different vectors, so that it is wide and not deep. */
    private static String wide(int terms) {
        return "Sum(" + balanced(IntStream.range(0, terms).mapToObj(k -> "SumT(x+" + k + ",1048576)").toList()) + ")";
    }

    private static String balanced(List<String> terms) {
        int count = terms.size();
        return count == 1
                ? terms.getFirst()
                : "(" + balanced(terms.subList(0, count / 2)) + "+" + balanced(terms.subList(count / 2, count)) + ")";
    }

    private static String tree(int levels) {
        return levels == 0 ? "x" : "(" + tree(levels - 1) + "+" + tree(levels - 1) + ")";
    }

    private static String axes(int count) {
        return "[" + "1,".repeat(count - 1) + "1]";
    }
}
