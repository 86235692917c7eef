package keops.formula;

import java.util.List;

/** Values of complex operators, by hand: x = (1 + 2i, 3 - i), y = (-1 + i, 2i). */
final class ComplexSamples {
    private ComplexSamples() {}

    static List<Sample> all() {
        return List.of(
                x("ComplexReal(x)").gives(1, 3),
                x("ComplexImag(x)").gives(2, -1),
                Sample.of("Real2Complex(x)").with("x", 4, 5).gives(4, 0, 5, 0),
                Sample.of("Imag2Complex(x)").with("x", 4, 5).gives(0, 4, 0, 5),
                x("Conj(x)").gives(1, -2, 3, 1),
                x("ComplexSquareAbs(x)").gives(5, 10),
                x("ComplexAbs(x)").gives(Math.sqrt(5), Math.sqrt(10)),
                x("ComplexAngle(x)").gives(Math.atan2(2, 1), Math.atan2(-1, 3)),
                x("ComplexExp(x)").gives(Math.E * Math.cos(2), Math.E * Math.sin(2),
                        Math.exp(3) * Math.cos(1), -Math.exp(3) * Math.sin(1)),
                Sample.of("ComplexExp1j(x)").with("x", 0.5, -2)
                        .gives(Math.cos(0.5), Math.sin(0.5), Math.cos(2), -Math.sin(2)),
                x("ComplexSum(x)").gives(4, 1),
                Sample.of("ComplexSumT(x,6)").with("x", 4, 5).gives(4, 5, 4, 5, 4, 5),
                xy("ComplexAdd(x,y)").gives(0, 3, 3, 1),
                xy("ComplexSubtract(x,y)").gives(2, 1, 3, -3),
                xy("ComplexMult(x,y)").gives(-3, -1, 2, 6),
                xy("ComplexDivide(x,y)").gives(0.5, -1.5, -0.5, -1.5),
                x("ComplexMult(s,x)").with("s", 0, 1).gives(-2, 1, 1, 3),
                x("ComplexMult(x,s)").with("s", 0, 1).gives(-2, 1, 1, 3),
                x("ComplexScal(s,x)").with("s", 2, 1).gives(0, 5, 7, 1),
                x("ComplexRealScal(r,x)").with("r", 2).gives(2, 4, 6, -2),
                x("ComplexRealScal(r,x)").with("r", 2, -1).gives(2, 4, -3, 1));
    }

    private static Sample.Builder x(String formula) {
        return Sample.of(formula).with("x", 1, 2, 3, -1);
    }

    private static Sample.Builder xy(String formula) {
        return x(formula).with("y", -1, 1, 0, 2);
    }
}
