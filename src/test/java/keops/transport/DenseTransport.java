package keops.transport;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Entropic transport by plain loops over dense matrices in double precision, with alternating updates. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record DenseTransport(double[] f, double[] g, double[][] plan, double cost) {
    /**
     * Solves a problem.
     *
     * @param p the exponent of the cost
     * @param eps the regularisation
     * @param rho what marginals cost; infinite for balanced transport
     */
    static DenseTransport solve(
            double[][] x, double[] a, double[][] y, double[] b, int p, double eps, double rho, int steps) {
        double[][] c = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                c[i][j] = cost(x[i], y[j], p);
            }
        }
        double damping = Double.isInfinite(rho) ? 1 : rho / (rho + eps);
        double[] f = new double[a.length];
        double[] g = new double[b.length];
        double change = 1;
        for (int step = 0; step < steps && change > 1e-14; step++) {
            double[] before = f.clone();
            for (int i = 0; i < a.length; i++) {
                int row = i;
                f[i] = -damping * eps * logSumExp(b, g, j -> c[row][j], eps);
            }
            for (int j = 0; j < b.length; j++) {
                int column = j;
                g[j] = -damping * eps * logSumExp(a, f, i -> c[i][column], eps);
            }
            change = IntStream.range(0, f.length).mapToDouble(i -> Math.abs(f[i] - before[i])).max().orElse(0);
        }
        double[][] plan = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                plan[i][j] = a[i] * b[j] * Math.exp((f[i] + g[j] - c[i][j]) / eps);
            }
        }
        return new DenseTransport(f, g, plan, primal(plan, c, a, b, eps, rho));
    }

    static double cost(double[] x, double[] y, int p) {
        double squares = 0;
        for (int d = 0; d < x.length; d++) {
            squares += (x[d] - y[d]) * (x[d] - y[d]);
        }
        return p == 1 ? Math.sqrt(squares) : squares / 2;
    }

    private static double logSumExp(
            double[] weights, double[] potential, IntToDoubleFunction cost, double eps) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < weights.length; j++) {
            if (weights[j] > 0) {
                largest = Math.max(largest, (potential[j] - cost.applyAsDouble(j)) / eps);
            }
        }
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
            sum += weights[j] * Math.exp((potential[j] - cost.applyAsDouble(j)) / eps - largest);
        }
        return largest + Math.log(sum);
    }

    /** The cost of a plan, by its definition. */
    private static double primal(double[][] plan, double[][] c, double[] a, double[] b, double eps, double rho) {
        double sum = 0;
        double[] rows = new double[a.length];
        double[] columns = new double[b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                sum += plan[i][j] * c[i][j] + eps * divergence(plan[i][j], a[i] * b[j]);
                rows[i] += plan[i][j];
                columns[j] += plan[i][j];
            }
        }
        if (!Double.isInfinite(rho)) {
            for (int i = 0; i < a.length; i++) {
                sum += rho * divergence(rows[i], a[i]);
            }
            for (int j = 0; j < b.length; j++) {
                sum += rho * divergence(columns[j], b[j]);
            }
        }
        return sum;
    }

    private static double divergence(double p, double q) {
        return p == 0 ? q : p * Math.log(p / q) - p + q;
    }

    /** The divergence: debiased, with the term of unequal masses. */
    static double divergence(
            double[][] x, double[] a, double[][] y, double[] b, int p, double eps, double rho, int steps) {
        double masses = Arrays.stream(a).sum() - Arrays.stream(b).sum();
        return solve(x, a, y, b, p, eps, rho, steps).cost
                - (solve(x, a, x, a, p, eps, rho, steps).cost + solve(y, b, y, b, p, eps, rho, steps).cost) / 2
                + (Double.isInfinite(rho) ? 0 : eps / 2 * masses * masses);
    }
}
