package keops.formula;

import static keops.formula.Operator.named;

import java.util.Arrays;
import java.util.List;

/** The operators that mix components: sums, norms, slices. Each row: dimensions, mathematics, value or definition. */
final class VectorOperators {
    private VectorOperators() {}

    static final Operator SUM = named("Sum").usage("f").mathematics("f_1 + ... + f_D")
            .dimensions("D -> 1", (a, p) -> 1)
            .value((s, c, a) -> new int[] {s.sum(a[0])});
    static final Operator SUM_T = named("SumT").usage("f", "D:number").mathematics("(f, ..., f)")
            .dimensions("1 -> D", (a, p) -> {
                Dimensions.require(a.getFirst().dim() == 1, "SumT repeats a scalar", a.getFirst());
                return p.getFirst().getFirst();
            })
            .value((s, c, a) -> {
                int[] repeated = new int[c.dim()];
                Arrays.fill(repeated, a[0][0]);
                return repeated;
            });
    static final Operator SCALAR_PRODUCT = named("Scalprod").usage("f", "g")
            .mathematics("f_1 g_1 + ... + f_D g_D; f (g_1 + ... + g_D) if f is a scalar")
            .dimensions("each D or 1 -> 1", (a, p) -> {
                Dimensions.broadcast("a scalar product", a);
                return 1;
            })
            .definition(c -> Call.of(SUM, Call.of(ElementwiseOperators.MULTIPLY, c.argument(0), c.argument(1))));
    static final Operator SQ_NORM2 = named("SqNorm2").usage("f").mathematics("|f|^2")
            .dimensions("D -> 1", (a, p) -> 1)
            .definition(c -> Call.of(SUM, Call.of(ElementwiseOperators.SQUARE, c.argument(0))));
    static final Operator NORM2 = named("Norm2").usage("f").mathematics("|f|")
            .dimensions("D -> 1", (a, p) -> 1)
            .definition(c -> Call.of(ElementwiseOperators.SQRT, Call.of(SQ_NORM2, c.argument(0))));
    static final Operator NORMALIZE = named("Normalize").usage("f").mathematics("f / |f|; 0 at 0")
            .dimensions("D -> D", (a, p) -> a.getFirst().dim())
            .definition(c -> Call.of(ElementwiseOperators.MULTIPLY,
                    Call.of(ElementwiseOperators.RSQRT, Call.of(SQ_NORM2, c.argument(0))), c.argument(0)));
    static final Operator SQ_DIST = named("SqDist").usage("f", "g").mathematics("|f - g|^2")
            .dimensions("each D or 1 -> 1", (a, p) -> {
                Dimensions.broadcast("SqDist", a);
                return 1;
            })
            .definition(c -> Call.of(SQ_NORM2,
                    Call.of(ElementwiseOperators.SUBTRACT, c.argument(0), c.argument(1))));
    static final Operator ELEM = named("Elem").usage("f", "m:number").mathematics("f_m, counted from 0")
            .dimensions("D -> 1", (a, p) -> {
                Slices.check("Elem", a.getFirst(), p.getFirst().getFirst(), 1);
                return 1;
            })
            .value((s, c, a) -> new int[] {a[0][c.parameter(0)]});
    static final Operator EXTRACT = named("Extract").usage("f", "start:number", "dim:number")
            .mathematics("(f_start, ..., f_(start+dim-1)), counted from 0")
            .dimensions("D -> dim", (a, p) -> {
                Slices.check("Extract", a.getFirst(), p.get(0).getFirst(), p.get(1).getFirst());
                return p.get(1).getFirst();
            })
            .value((s, c, a) -> Arrays.copyOfRange(a[0], c.parameter(0), c.parameter(0) + c.parameter(1)));
    static final Operator CONCAT = named("Concat").usage("f", "g").andMore()
            .mathematics("the components of f, then those of g, ...")
            .dimensions("D, E, ... -> D + E + ...", (a, p) -> {
                long total = a.stream().mapToLong(Formula::dim).sum();
                Limits.checkDimension(total);
                return (int) total;
            })
            .value((s, c, a) -> Arrays.stream(a).flatMapToInt(Arrays::stream).toArray());

    static final List<Operator> TABLE = List.of(
            SUM, SUM_T, SCALAR_PRODUCT, SQ_NORM2, NORM2, NORMALIZE, SQ_DIST, ELEM, EXTRACT, CONCAT);
}
