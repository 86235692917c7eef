package keops.formula;

import java.util.List;

/** Values of sums, norms, distances, and of what takes vectors apart and puts them together. */
final class VectorSamples {
    private VectorSamples() {}

    static List<Sample> all() {
        return List.of(
                x("Sum(x)", 1, -2, 4.5).gives(3.5),
                x("SumT(x,3)", 2.5).gives(2.5, 2.5, 2.5),
                x("Scalprod(x,y)", 1, 2, 3).with("y", -1, 0.5, 2).gives(6),
                x("(x|y)", 1, 2, 3).with("y", -1, 0.5, 2).gives(6),
                x("(x,y)", 1, 2, 3).with("y", 2).gives(12),
                x("SqNorm2(x)", 1, -2, 4).gives(21),
                x("Norm2(x)", 3, -4, 12).gives(13),
                x("Normalize(x)", 3, -4).gives(0.6, -0.8),
                x("SqDist(x,y)", 1, 2, 3).with("y", 2, 0, 3).gives(5),
                x("SqDist(x,y)", 1, 2, 3).with("y", 2).gives(2),
                x("SqNormIso(a,x)", 1, 2, 3).with("a", 0.5).gives(7),
                x("SqNormDiag(a,x)", 1, 2, 3).with("a", 3, 2, -1).gives(3 + 8 - 9),
                x("SymSqNorm(a,x)", 2, -3).with("a", 1, 2, 4, 8).gives(1 * 4 + 2 * -6 + 4 * -6 + 8 * 9),
                x("WeightedSqNorm(a,x)", 1, 2, 3).with("a", 0.5).gives(7),
                x("WeightedSqNorm(a,x)", 1, 2, 3).with("a", 3, 2, -1).gives(2),
                x("WeightedSqNorm(a,x)", 2, -3).with("a", 1, 2, 4, 8).gives(40),
                x("WeightedSqDist(a,x,y)", 1, 2).with("a", 0.5).with("y", 3, -1).gives(6.5),
                x("WeightedSqDist(a,x,y)", 1, 2).with("a", 3, 2).with("y", 3, -1).gives(30),
                x("WeightedSqDist(a,x,y)", 1, 2).with("a", 1, 2, 4, 8).with("y", -1, 5).gives(40),
                x("Elem(x,0)", 5, 6, 7).gives(5),
                x("Elem(x,2)", 5, 6, 7).gives(7),
                x("x[1]", 5, 6, 7).gives(6),
                x("ElemT(x,4,2)", 5).gives(0, 0, 5, 0),
                x("Extract(x,1,2)", 5, 6, 7, 8).gives(6, 7),
                x("x[1:4]", 5, 6, 7, 8).gives(6, 7, 8),
                x("ExtractT(x,2,5)", 5, 6).gives(0, 0, 5, 6, 0),
                x("Concat(x,y)", 5, 6).with("y", 7).gives(5, 6, 7),
                x("Concat(x,y,x)", 5, 6).with("y", 7).gives(5, 6, 7, 5, 6),
                x("OneHot(x,4)", 2).gives(0, 0, 1, 0),
                x("OneHot(x,3)", 0.25).gives(1, 0, 0),
                x("GatherRow(x,k,1)", 5, 6, 7).with("k", 2).gives(7),
                x("GatherRow(x,k,2)", 5, 6, 7, 8, 9, 10).with("k", 1).gives(7, 8),
                x("GatherRow(x,k,3)", 5, 6, 7, 8, 9, 10).with("k", 2).gives(0, 0, 0),
                x("GatherRow(x,k,2)", 5, 6).with("k", -1).gives(0, 0),
                x("ScatterRow(x,k,3)", 5, 6).with("k", 1).gives(0, 0, 5, 6, 0, 0),
                x("ScatterRow(x,k,2)", 5).with("k", 2).gives(0, 0),
                x("Elem(x,k)", 5, 6, 7).with("k", 1.25).gives(6),
                x("Elem(x,ArgMax(x))", 5, 7, 6).gives(7),
                x("x[k]", 5, 6, 7).with("k", 0).gives(5),
                x("x[(k)]", 5, 6, 7).with("k", 3).gives(0),
                x("x[2*k]", 5, 6, 7).with("k", 1).gives(7),
                x("x[k,l]", 5, 6, 7, 8).with("k", 0).with("l", 1).gives(6),
                x("x[k,l]", 5, 6, 7, 8).with("k", 1).with("l", 2).gives(0),
                x("x[1,l]", 5, 6, 7, 8).with("l", 0).gives(7),
                x("GatherRow(x,k,3)[l]", 5, 6, 7, 8, 9, 10).with("k", 1).with("l", 2).gives(10),
                x("Max(x)", 2, 9, -3, 9).gives(9),
                x("Min(x)", 2, -3, 9, -3).gives(-3),
                x("ArgMax(x)", 2, 9, -3, 9).gives(1),
                x("ArgMin(x)", 2, -3, 9, -3).gives(1),
                x("ArgMax(x)", 4).gives(0),
                x("LogSumExp(x)", 1, 2, 3).gives(Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3))),
                x("LogSumExp(x)", 1000, 1001).gives(1001 + Math.log1p(Math.exp(-1))));
    }

    private static Sample.Builder x(String formula, double... x) {
        return Sample.of(formula).with("x", x);
    }
}
