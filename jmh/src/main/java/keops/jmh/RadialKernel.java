package keops.jmh;

/** Kernels k(s) of the scaled squared distance {@code s = G |x - y|^2}. */
enum RadialKernel {
    GAUSSIAN("gaussian", "Exp(-G * SqDist(X,Y))") {
        @Override
        double value(double s) {
            return Math.exp(-s);
        }

        @Override
        double derivative(double s) {
            return -Math.exp(-s);
        }
    },
    LAPLACIAN("laplacian", "Exp(-Sqrt(G * SqDist(X,Y)))") {
        @Override
        double value(double s) {
            return Math.exp(-Math.sqrt(s));
        }

        @Override
        double derivative(double s) {
            double root = Math.sqrt(s);
            return -Math.exp(-root) / (2 * root);
        }
    },
    CAUCHY("cauchy", "Inv(1 + G * SqDist(X,Y))") {
        @Override
        double value(double s) {
            return 1 / (1 + s);
        }

        @Override
        double derivative(double s) {
            return -1 / ((1 + s) * (1 + s));
        }
    },
    INVERSE_MULTIQUADRIC("inverse_multiquadric", "Inv(Sqrt(1 + G * SqDist(X,Y)))") {
        @Override
        double value(double s) {
            return 1 / Math.sqrt(1 + s);
        }

        @Override
        double derivative(double s) {
            return -0.5 / ((1 + s) * Math.sqrt(1 + s));
        }
    };

    private final String label;
    private final String formula;

    RadialKernel(String label, String formula) {
        this.label = label;
        this.formula = formula;
    }

    /** k(s). */
    abstract double value(double s);

    /** k'(s). */
    abstract double derivative(double s);

    /** The name in the C++ baselines. */
    String label() {
        return label;
    }

    /** The kernel of points X and Y with the parameter G. */
    String formula() {
        return formula;
    }
}
