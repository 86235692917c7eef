package keops.formula;

import static keops.formula.Algebra.complex;
import static keops.formula.Algebra.cosine;
import static keops.formula.Algebra.exponential;
import static keops.formula.Algebra.imaginaryPart;
import static keops.formula.Algebra.minus;
import static keops.formula.Algebra.negative;
import static keops.formula.Algebra.over;
import static keops.formula.Algebra.plus;
import static keops.formula.Algebra.realPart;
import static keops.formula.Algebra.repeated;
import static keops.formula.Algebra.sine;
import static keops.formula.Algebra.square;
import static keops.formula.Algebra.squareRoot;
import static keops.formula.Algebra.sum;
import static keops.formula.Algebra.times;
import static keops.formula.Operator.named;

import java.util.Arrays;
import java.util.List;

/**
 * Vectors of D complex numbers as 2D components: real, imaginary, real, imaginary, ... A complex scalar has dimension
 * 2. Real and imaginary parts are taken and put together by four operators; the others are formulas over them.
 */
final class ComplexOperators {
    private ComplexOperators() {}

    static final Operator COMPLEX_REAL = named("ComplexReal").usage("f").mathematics("the real parts")
            .dimensions("2D -> D", (a, p) -> Dimensions.even("ComplexReal", a.getFirst()) / 2)
            .rearrangement((_, _, e) -> Simplify.linear(ComplexOperators.REAL_TO_COMPLEX, e))
            .value((s, c, a) -> everySecond(a[0], 0));
    static final Operator COMPLEX_IMAG = named("ComplexImag").usage("f").mathematics("the imaginary parts")
            .dimensions("2D -> D", (a, p) -> Dimensions.even("ComplexImag", a.getFirst()) / 2)
            .rearrangement((_, _, e) -> Simplify.linear(ComplexOperators.IMAG_TO_COMPLEX, e))
            .value((s, c, a) -> everySecond(a[0], 1));
    static final Operator REAL_TO_COMPLEX = named("Real2Complex").usage("f").mathematics("f + 0i")
            .dimensions("D -> 2D", (a, p) -> Math.multiplyExact(2, a.getFirst().dim()))
            .rearrangement((_, _, e) -> Simplify.linear(ComplexOperators.COMPLEX_REAL, e))
            .value((s, c, a) -> interleaved(s, a[0], 0));
    static final Operator IMAG_TO_COMPLEX = named("Imag2Complex").usage("f").mathematics("0 + f i")
            .dimensions("D -> 2D", (a, p) -> Math.multiplyExact(2, a.getFirst().dim()))
            .rearrangement((_, _, e) -> Simplify.linear(ComplexOperators.COMPLEX_IMAG, e))
            .value((s, c, a) -> interleaved(s, a[0], 1));

    static final Operator CONJ = named("Conj").usage("f").mathematics("re f - i im f")
            .dimensions("2D -> 2D", (a, p) -> Dimensions.even("Conj", a.getFirst()))
            .definition(c -> complex(re(c, 0), negative(im(c, 0))));
    static final Operator COMPLEX_SQUARE_ABS = named("ComplexSquareAbs").usage("f").mathematics("|f|^2, one by one")
            .dimensions("2D -> D", (a, p) -> Dimensions.even("ComplexSquareAbs", a.getFirst()) / 2)
            .definition(c -> plus(square(re(c, 0)), square(im(c, 0))));
    static final Operator COMPLEX_ABS = named("ComplexAbs").usage("f").mathematics("|f|, one by one")
            .dimensions("2D -> D", (a, p) -> Dimensions.even("ComplexAbs", a.getFirst()) / 2)
            .definition(c -> squareRoot(Call.of(COMPLEX_SQUARE_ABS, c.argument(0))));
    static final Operator COMPLEX_ANGLE = named("ComplexAngle").usage("f").mathematics("the argument of f, one by one")
            .dimensions("2D -> D", (a, p) -> Dimensions.even("ComplexAngle", a.getFirst()) / 2)
            .definition(c -> Call.of(ElementwiseOperators.ATAN2, im(c, 0), re(c, 0)));
    static final Operator COMPLEX_EXP = named("ComplexExp").usage("f").mathematics("e^f, one by one")
            .dimensions("2D -> 2D", (a, p) -> Dimensions.even("ComplexExp", a.getFirst()))
            .definition(c -> complex(
                    times(exponential(re(c, 0)), cosine(im(c, 0))), times(exponential(re(c, 0)), sine(im(c, 0)))));
    static final Operator COMPLEX_EXP_1J = named("ComplexExp1j").usage("f")
            .mathematics("e^(i f) for real f, one by one")
            .dimensions("D -> 2D", (a, p) -> Math.multiplyExact(2, a.getFirst().dim()))
            .definition(c -> complex(cosine(c.argument(0)), sine(c.argument(0))));
    static final Operator COMPLEX_SUM = named("ComplexSum").usage("f").mathematics("f_1 + ... + f_D")
            .dimensions("2D -> 2", (a, p) -> {
                Dimensions.even("ComplexSum", a.getFirst());
                return 2;
            })
            .definition(c -> complex(sum(re(c, 0)), sum(im(c, 0))));
    static final Operator COMPLEX_SUM_T = named("ComplexSumT").usage("f", "dim:number").mathematics("(f, ..., f)")
            .dimensions("2 -> dim", (a, p) -> {
                int dim = p.getFirst().getFirst();
                Dimensions.require(a.getFirst().dim() == 2, "ComplexSumT repeats a complex scalar", a.getFirst());
                Dimensions.even("ComplexSumT", dim);
                return dim;
            })
            .definition(c -> complex(repeated(re(c, 0), c.dim() / 2), repeated(im(c, 0), c.dim() / 2)));

    static final Operator COMPLEX_ADD = named("ComplexAdd").usage("f", "g").mathematics("f + g")
            .dimensions("each 2D or 2 -> 2D", (a, p) -> Dimensions.complexBroadcast("ComplexAdd", a))
            .definition(c -> complex(plus(re(c, 0), re(c, 1)), plus(im(c, 0), im(c, 1))));
    static final Operator COMPLEX_SUBTRACT = named("ComplexSubtract").usage("f", "g").mathematics("f - g")
            .dimensions("each 2D or 2 -> 2D", (a, p) -> Dimensions.complexBroadcast("ComplexSubtract", a))
            .definition(c -> complex(minus(re(c, 0), re(c, 1)), minus(im(c, 0), im(c, 1))));
    static final Operator COMPLEX_MULT = named("ComplexMult").usage("f", "g").mathematics("f g, one by one")
            .dimensions("each 2D or 2 -> 2D", (a, p) -> Dimensions.complexBroadcast("ComplexMult", a))
            .definition(c -> complex(
                    minus(times(re(c, 0), re(c, 1)), times(im(c, 0), im(c, 1))),
                    plus(times(re(c, 0), im(c, 1)), times(im(c, 0), re(c, 1)))));
    static final Operator COMPLEX_DIVIDE = named("ComplexDivide").usage("f", "g")
            .mathematics("f / g = f conj(g) / |g|^2, one by one")
            .dimensions("each 2D or 2 -> 2D", (a, p) -> Dimensions.complexBroadcast("ComplexDivide", a))
            .definition(c -> {
                Formula product = Call.of(COMPLEX_MULT, c.argument(0), Call.of(CONJ, c.argument(1)));
                Formula divisor = Call.of(COMPLEX_SQUARE_ABS, c.argument(1));
                return complex(over(realPart(product), divisor), over(imaginaryPart(product), divisor));
            });
    static final Operator COMPLEX_REAL_SCAL = named("ComplexRealScal").usage("f", "g")
            .mathematics("f g for real f, one by one")
            .dimensions("1 or D, 2D or 2 -> 2D", (a, p) -> {
                int even = Dimensions.even("ComplexRealScal", a.get(1));
                int real = a.get(0).dim();
                if (real != 1 && even != 2 && 2L * real != even) {
                    throw Dimensions.mismatch("ComplexRealScal needs one real number, or one for each complex number",
                            a.get(0), a.get(1));
                }
                return Math.max(Math.multiplyExact(2, real), even);
            })
            .definition(c -> complex(times(c.argument(0), re(c, 1)), times(c.argument(0), im(c, 1))));
    static final Operator COMPLEX_SCAL = named("ComplexScal").usage("f", "g").mathematics("f g for a complex scalar f")
            .dimensions("2, 2D -> 2D", (a, p) -> {
                Dimensions.require(
                        a.get(0).dim() == 2, "ComplexScal scales by a complex number of dimension 2", a.get(0));
                return Dimensions.even("ComplexScal", a.get(1));
            })
            .definition(c -> Call.of(COMPLEX_MULT, c.argument(0), c.argument(1)));

    private static Formula re(Call call, int argument) {
        return realPart(call.argument(argument));
    }

    private static Formula im(Call call, int argument) {
        return imaginaryPart(call.argument(argument));
    }

    private static int[] everySecond(int[] values, int first) {
        int[] parts = new int[values.length / 2];
        Arrays.setAll(parts, k -> values[2 * k + first]);
        return parts;
    }

    private static int[] interleaved(Scalars s, int[] values, int first) {
        int[] pairs = new int[2 * values.length];
        Arrays.fill(pairs, s.constant(0));
        for (int k = 0; k < values.length; k++) {
            pairs[2 * k + first] = values[k];
        }
        return pairs;
    }

    static final List<Operator> TABLE = List.of(
            COMPLEX_REAL, COMPLEX_IMAG, REAL_TO_COMPLEX, IMAG_TO_COMPLEX, CONJ, COMPLEX_SQUARE_ABS, COMPLEX_ABS,
            COMPLEX_ANGLE, COMPLEX_EXP, COMPLEX_EXP_1J, COMPLEX_SUM, COMPLEX_SUM_T, COMPLEX_ADD, COMPLEX_SUBTRACT,
            COMPLEX_MULT, COMPLEX_DIVIDE, COMPLEX_REAL_SCAL, COMPLEX_SCAL);
}
