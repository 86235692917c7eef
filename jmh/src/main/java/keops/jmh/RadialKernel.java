package keops.jmh;

/** Kernels of the distance of two points. */
enum RadialKernel {
    GAUSSIAN("gaussian", "Exp(-G * SqDist(X,Y))"),
    LAPLACIAN("laplacian", "Exp(-Sqrt(G * SqDist(X,Y)))"),
    CAUCHY("cauchy", "Inv(1 + G * SqDist(X,Y))"),
    INVERSE_MULTIQUADRIC("inverse_multiquadric", "Inv(Sqrt(1 + G * SqDist(X,Y)))");

    private final String label;
    private final String formula;

    RadialKernel(String label, String formula) {
        this.label = label;
        this.formula = formula;
    }

    /** The name, as the C++ baselines and reports spell it. */
    String label() {
        return label;
    }

    /** The kernel of points X and Y with the parameter G. */
    String formula() {
        return formula;
    }
}
