package keops.formula;

import static keops.formula.Algebra.components;
import static keops.formula.Comparison.EQUAL;
import static keops.formula.Comparison.LESS;
import static keops.formula.Comparison.LESS_OR_EQUAL;
import static keops.formula.Operator.named;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The operators that take vectors apart and put them together, and those that choose among components. Components count
 * from 0.
 */
final class ComponentOperators {
    private ComponentOperators() {}

    static final Operator ELEM = named("Elem").usage("f", "m:number").mathematics("f_m; also f[m]")
            .dimensions("D -> 1", (a, p) -> {
                Slices.check("Elem", a.getFirst(), p.getFirst().getFirst(), 1);
                return 1;
            })
            .definition(c -> components(c.argument(0), c.parameter(0), 1));
    static final Operator ELEM_T = named("ElemT").usage("f", "n:number", "m:number")
            .mathematics("f at component m, zeros elsewhere")
            .dimensions("1 -> n", (a, p) -> {
                Dimensions.require(a.getFirst().dim() == 1, "ElemT places a scalar", a.getFirst());
                Slices.checkPlace("ElemT", a.getFirst(), p.get(1).getFirst(), p.get(0).getFirst());
                return p.getFirst().getFirst();
            })
            .definition(c -> new Call(ComponentOperators.EXTRACT_T, c.children(),
                    List.of(List.of(c.parameter(1)), List.of(c.parameter(0)))));
    static final Operator EXTRACT = named("Extract").usage("f", "start:number", "dim:number")
            .mathematics("(f_start, ..., f_(start+dim-1)); also f[start:end]")
            .dimensions("D -> dim", (a, p) -> {
                Slices.check("Extract", a.getFirst(), p.get(0).getFirst(), p.get(1).getFirst());
                return p.get(1).getFirst();
            })
            .rearrangement((c, _, e) -> Simplify.place(e, c.parameter(0), c.argument(0).dim()))
            .value((s, c, a) -> Arrays.copyOfRange(a[0], c.parameter(0), c.parameter(0) + c.parameter(1)));
    static final Operator EXTRACT_T = named("ExtractT").usage("f", "start:number", "dim:number")
            .mathematics("f from component start on, zeros elsewhere")
            .dimensions("D -> dim", (a, p) -> {
                Slices.checkPlace("ExtractT", a.getFirst(), p.get(0).getFirst(), p.get(1).getFirst());
                return p.get(1).getFirst();
            })
            .rearrangement((c, _, e) -> Simplify.extract(e, c.parameter(0), c.argument(0).dim()))
            .value((s, c, a) -> {
                int[] placed = new int[c.dim()];
                Arrays.fill(placed, s.constant(0));
                System.arraycopy(a[0], 0, placed, c.parameter(0), a[0].length);
                return placed;
            });
    static final Operator SLICE = named("Slice").usage("f", "start:number", "step:number", "count:number")
            .mathematics("(f_start, f_(start+step), ...), count components; also f[start:end:step]")
            .dimensions("D -> count", (a, p) -> {
                Slices.check(a.getFirst(), p.get(0).getFirst(), p.get(1).getFirst(), p.get(2).getFirst());
                return p.get(2).getFirst();
            })
            .pullback((c, _, e) -> Simplify.isZero(e)
                    ? new Zero(c.argument(0).dim())
                    : new Call(ComponentOperators.SLICE_T, List.of(e),
                            List.of(c.parameters().get(0), c.parameters().get(1), List.of(c.argument(0).dim()))))
            .value((s, c, a) -> {
                int[] components = new int[c.dim()];
                Arrays.setAll(components, k -> a[0][c.parameter(0) + k * c.parameter(1)]);
                return components;
            });
    static final Operator SLICE_T = named("SliceT").usage("f", "start:number", "step:number", "dim:number")
            .mathematics("f at components start, start + step, ..., zeros elsewhere")
            .dimensions("D -> dim", (a, p) -> {
                int dim = p.get(2).getFirst();
                Limits.checkDimension(dim);
                Slices.checkPlaces(a.getFirst(), p.get(0).getFirst(), p.get(1).getFirst(), dim);
                return dim;
            })
            .pullback((c, _, e) -> Simplify.isZero(e)
                    ? new Zero(c.argument(0).dim())
                    : new Call(SLICE, List.of(e),
                            List.of(c.parameters().get(0), c.parameters().get(1), List.of(c.argument(0).dim()))))
            .value((s, c, a) -> {
                int[] placed = new int[c.dim()];
                Arrays.fill(placed, s.constant(0));
                for (int k = 0; k < a[0].length; k++) {
                    placed[c.parameter(0) + k * c.parameter(1)] = a[0][k];
                }
                return placed;
            });
    static final Operator CONCAT = named("Concat").usage("f", "g").andMore()
            .mathematics("the components of f, then those of g, ...")
            .dimensions("D, E, ... -> D + E + ...", (a, p) -> {
                long total = a.stream().mapToLong(Formula::dim).sum();
                Limits.checkDimension(total);
                return (int) total;
            })
            .rearrangement((c, k, e) -> Simplify.extract(e, start(c, k), c.argument(k).dim()))
            .value((s, c, a) -> Arrays.stream(a).flatMapToInt(Arrays::stream).toArray());
    static final Operator ONE_HOT = named("OneHot").usage("f", "D:number")
            .mathematics("1 at component floor(f + 1/2), zeros elsewhere; all zeros where there is no such component")
            .dimensions("1 -> D", (a, p) -> {
                Dimensions.require(a.getFirst().dim() == 1, "OneHot needs a scalar, the index", a.getFirst());
                return p.getFirst().getFirst();
            })
            .piecewiseConstant()
            .value((s, c, a) -> {
                int index = s.floor(s.add(a[0][0], s.constant(0.5)));
                int[] hot = new int[c.dim()];
                Arrays.setAll(hot, k -> s.indicator(EQUAL, index, s.constant(k)));
                return hot;
            });

    static final Operator MAX = named("Max").usage("f").mathematics("the largest component; NaN if one is NaN")
            .dimensions("D -> 1", (a, p) -> 1)
            .choice((c, _) -> atIndex(ComponentOperators.ARG_MAX, c.argument(0)))
            .value((s, c, a) -> new int[] {extreme(s, a[0], true)[0]});
    static final Operator MIN = named("Min").usage("f").mathematics("the smallest component; NaN if one is NaN")
            .dimensions("D -> 1", (a, p) -> 1)
            .choice((c, _) -> atIndex(ComponentOperators.ARG_MIN, c.argument(0)))
            .value((s, c, a) -> new int[] {extreme(s, a[0], false)[0]});
    static final Operator ARG_MAX = named("ArgMax").usage("f")
            .mathematics("the index of the largest component, the first of equals; of the first NaN if there is one")
            .dimensions("D -> 1", (a, p) -> 1)
            .piecewiseConstant()
            .value((s, c, a) -> new int[] {extreme(s, a[0], true)[1]});
    static final Operator ARG_MIN = named("ArgMin").usage("f")
            .mathematics("the index of the smallest component, the first of equals; of the first NaN if there is one")
            .dimensions("D -> 1", (a, p) -> 1)
            .piecewiseConstant()
            .value((s, c, a) -> new int[] {extreme(s, a[0], false)[1]});
    static final Operator LOG_SUM_EXP = named("LogSumExp").usage("f")
            .mathematics("ln(e^f_1 + ... + e^f_D), without overflow")
            .dimensions("D -> 1", (a, p) -> 1)
            .pullback((c, _, e) -> Simplify.times(
                    e, Call.of(ElementwiseOperators.EXP, Simplify.minus(c.argument(0), c))))
            .value((s, c, a) -> new int[] {logSumExp(s, a[0])});

    /** The first component of an argument of Concat. */
    private static int start(Call concat, int argument) {
        return concat.children().subList(0, argument).stream().mapToInt(Formula::dim).sum();
    }

    /** An extremum is the component at its index. */
    private static Optional<List<Guard>> atIndex(Operator index, Formula f) {
        Formula chosen = new Call(ONE_HOT, List.of(Call.of(index, f)), List.of(List.of(f.dim())));
        return Optional.of(List.of(Guard.of(chosen)));
    }

    /** The largest or smallest value and its index: the first NaN, which stays, or else the first of equals. */
    private static int[] extreme(Scalars s, int[] values, boolean largest) {
        int best = values[0];
        int index = s.constant(0);
        for (int k = 1; k < values.length; k++) {
            int low = largest ? values[k] : best;
            int high = largest ? best : values[k];
            // A NaN is not at most the best, and so takes its place; then it differs from itself.
            int nextIndex = s.select(LESS_OR_EQUAL, low, high, index, s.constant(k));
            int next = s.select(LESS_OR_EQUAL, low, high, best, values[k]);
            index = s.select(EQUAL, best, best, nextIndex, index);
            best = s.select(EQUAL, best, best, next, best);
        }
        return new int[] {best, index};
    }

    /** The largest value, of which a sum does the rest: a NaN need not be found here. */
    private static int largestNumber(Scalars s, int[] values) {
        int best = values[0];
        for (int k = 1; k < values.length; k++) {
            best = s.select(LESS, best, values[k], values[k], best);
        }
        return best;
    }

    /** m + ln(e^(f_1 - m) + ...) for the largest m; an infinite or NaN m shifts nothing, and comes out itself. */
    private static int logSumExp(Scalars s, int[] values) {
        int largest = largestNumber(s, values);
        int shift = s.select(LESS, s.abs(largest), s.constant(Double.POSITIVE_INFINITY), largest, s.constant(0));
        int[] terms = Arrays.stream(values).map(value -> s.exp(s.subtract(value, shift))).toArray();
        return s.add(shift, s.log(s.sum(terms)));
    }

    static final List<Operator> TABLE = List.of(
            ELEM, ELEM_T, EXTRACT, EXTRACT_T, SLICE, SLICE_T, CONCAT, ONE_HOT, MAX, MIN, ARG_MAX, ARG_MIN, LOG_SUM_EXP);
}
