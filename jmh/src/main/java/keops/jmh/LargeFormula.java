package keops.jmh;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keops.Genred;

/** Formulas with many compiled kernels, or many operations per pair. */
enum LargeFormula {
    /** The gradient of a Gaussian product by points in D = 50. */
    GRADIENT("gradient-d50-e1", "Grad(Exp(-G * SqDist(X,Y)) * B, X, E)", 50, 1),
    /** The same with weights in E = 5. */
    GRADIENT_OF_WIDE("gradient-d50-e5", "Grad(Exp(-G * SqDist(X,Y)) * B, X, E)", 50, 5),
    /** A hundred squares: products and sums only. */
    SQUARES("100-squares", "B + " + terms(100, "%1$d * Square(Elem(X,%2$d) - Elem(Y,%3$d) * 0.01 * %1$d)"), 3, 1),
    /** Forty terms with an exponential and a cosine each. */
    FUNCTIONS("40-exponentials-and-cosines",
            terms(40, "Exp(-0.03 * %1$d * SqDist(X,Y)) * Cos(B * %1$d + (X|Y)) / %1$d"), 3, 1);

    private static final int POINTS = 2_000;

    private final String id;
    private final String text;
    private final WorkloadShape shape;

    LargeFormula(String id, String text, int dim, int width) {
        this.id = id;
        this.text = text;
        this.shape = new WorkloadShape(POINTS, POINTS, dim, width);
    }

    private static String terms(int count, String term) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(k -> String.format(term, k, k % 3, (k + 1) % 3))
                .collect(Collectors.joining(" + "));
    }

    static LargeFormula named(String id) {
        return Arrays.stream(values()).filter(formula -> formula.id.equals(id)).findFirst().orElseThrow();
    }

    String id() {
        return id;
    }

    WorkloadShape shape() {
        return shape;
    }

    /** The sum over j, on one thread; its arguments are G, X, Y, B and E. */
    Genred sum() {
        String[] aliases = Arrays.copyOf(shape.parameterPointsAndWeights(), 5);
        aliases[4] = "E = Vi(" + shape.width() + ")";
        return Genred.of(text, aliases).axis(1).threads(1).build();
    }
}
