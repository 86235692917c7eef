package keops.cpu.code;

/**
 * What the functions of programs are made of: polynomials, signs and parts of numbers, as vector code. All of it is
 * elementary operations without branches, so that a result has the same bits in vectors of any width.
 */
record Arithmetic(ElementKind kind, KernelCode code) {

    /** The table of a compute type. */
    double[] choose(double[] ofFloat, double[] ofDouble) {
        return kind == ElementKind.FLOAT ? ofFloat : ofDouble;
    }

    /** The sum of the k-th coefficient times the k-th power of a number (Horner's rule). */
    int polynomial(double[] coefficients, int z) {
        int p = code.constant(coefficients[coefficients.length - 1]);
        for (int k = coefficients.length - 2; k >= 0; k--) {
            p = code.fma(p, z, code.constant(coefficients[k]));
        }
        return p;
    }

    /** The coefficients times a number. */
    static double[] scaled(double[] coefficients, double factor) {
        double[] scaled = coefficients.clone();
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] *= factor;
        }
        return scaled;
    }

    /** The sign, as the only bit that may be set. */
    int sign(int a) {
        return code.integerAnd(code.toBits(a), code.integerConstant(1L << (kind.bits - 1)));
    }

    /** A number whose sign changes where the bit of a sign is set. */
    int flip(int a, int sign) {
        return code.fromBits(code.integerXor(code.toBits(a), sign));
    }

    int square(int a) {
        return code.multiply(a, a);
    }

    /** c - a b. */
    int minusProduct(int a, int b, int c) {
        return code.fma(code.negate(a), b, c);
    }

    /** What rounding took from a sum with |a| at least |b|: exactly (a - sum) + b. */
    int lostBySum(int a, int b, int sum) {
        return code.add(code.subtract(a, sum), b);
    }

    /** What rounding took from a product: exactly a b - product. */
    int lostByProduct(int a, int b, int product) {
        return code.fma(a, b, code.negate(product));
    }

    /** The number whose explicit bits of the significand are an integer's lowest: adding it rounds to whole numbers. */
    double wholeShift() {
        return 1.5 * Math.scalb(1.0, kind.fraction);
    }

    /** The bits of 1. */
    int oneBits() {
        return code.integerConstant(kind.toBits(1));
    }
}
