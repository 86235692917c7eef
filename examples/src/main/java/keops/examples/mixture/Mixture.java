package keops.examples.mixture;

import java.util.List;
import java.util.Random;
import keops.Genred;
import keops.autograd.Reductions;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/**
 * A mixture of K Gaussians in the plane. Gaussian k has the weight {@code w_k}, the centre {@code c_k} and the metric
 * {@code G_k = L_k' L_k}, where {@code L_k = ((e^p, 0), (q, e^r))}, so that any parameters give a density. Its numbers
 * may change while it is fitted.
 *
 * @param logits the logarithms of the weights, up to a constant: (K, 1)
 * @param shapes p, q and r of each: (K, 3)
 * @param centres the centres: (K, 2)
 */
record Mixture(Tensor logits, Tensor shapes, Tensor centres) {
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
    private static final Genred LOG_DENSITY = Genred.of("h - WeightedSqDist(G,x,c) / 2",
                    "x = Vi(2)", "G = Vj(4)", "c = Vj(2)", "h = Vj(1)")
            .reduction(Reduction.LOG_SUM_EXP)
            .overJ()
            .build();

    /** Round Gaussians of equal weights, each around one of the points. */
    static Mixture around(Tensor points, int count, double radius, Random random) {
        double[][] shapes = new double[count][];
        double[][] centres = new double[count][];
        for (int k = 0; k < count; k++) {
            shapes[k] = new double[] {-Math.log(radius), 0, -Math.log(radius)};
            long i = random.nextLong(points.size(0));
            centres[k] = new double[] {points.getDouble(i, 0), points.getDouble(i, 1)};
        }
        return new Mixture(Tensor.of(new double[count], count, 1), Tensor.of(shapes), Tensor.of(centres));
    }

    /** What an optimiser changes. */
    List<Tensor> parameters() {
        return List.of(logits, shapes, centres);
    }

    /** The logarithms of the weights: log w = log softmax(logits). */
    static TapeVariable logWeights(TapeVariable logits) {
        return logits.minus(logits.exp().sum().log());
    }

    /** log sum_k w_k |L_k| / (2 pi) exp(-|L_k (x_i - c_k)|^2 / 2) at each x_i. */
    static TapeVariable logDensity(TapeVariable x, List<TapeVariable> parameters) {
        TapeVariable shapes = parameters.get(1);
        TapeVariable p = shapes.slice(1, 0, 1);
        TapeVariable q = shapes.slice(1, 1, 2);
        TapeVariable r = shapes.slice(1, 2, 3);
        TapeVariable corner = q.times(r.exp());
        TapeVariable metrics = p.times(2).exp().plus(q.square()).concat(1, corner, corner, r.times(2).exp());
        TapeVariable heights = logWeights(parameters.get(0)).plus(p).plus(r).minus(LOG_TWO_PI);
        return Reductions.of(LOG_DENSITY, x, metrics, parameters.get(2), heights);
    }

    /** What is minimised: the mean of -log density, plus a prior that draws weights to few Gaussians. */
    static TapeVariable loss(TapeVariable x, List<TapeVariable> parameters, double sparsity) {
        TapeVariable rootWeights = logWeights(parameters.get(0)).div(2).exp();
        return rootWeights.mean().times(sparsity).minus(logDensity(x, parameters).mean());
    }

    /** The logarithm of the density at each point. */
    double[] logDensity(Tensor points) {
        try (var tape = new Tape()) {
            return logDensity(tape.constant(points), parameters().stream().map(tape::constant).toList())
                    .value().toDoubleArray();
        }
    }

    /** The mean of the logarithm of the density at the points. */
    double logLikelihood(Tensor points) {
        double sum = 0;
        double[] logarithms = logDensity(points);
        for (double logarithm : logarithms) {
            sum += logarithm;
        }
        return sum / logarithms.length;
    }

    /** The weight of each Gaussian. */
    double[] weights() {
        try (var tape = new Tape()) {
            return logWeights(tape.constant(logits)).exp().value().toDoubleArray();
        }
    }

    /** The inverse of L_k, which makes a Gaussian of unit variance that of number k. */
    double[][] spread(int k) {
        double a = Math.exp(-shapes.getDouble(k, 0));
        double b = Math.exp(-shapes.getDouble(k, 2));
        return new double[][] {{a, 0}, {-shapes.getDouble(k, 1) * a * b, b}};
    }

    /** Random points of this density, (N, 2). */
    Tensor sample(int count, Random random) {
        double[] weights = weights();
        double[][] points = new double[count][2];
        for (double[] point : points) {
            int k = 0;
            double left = random.nextDouble() - weights[0];
            while (left > 0 && k < weights.length - 1) {
                k++;
                left -= weights[k];
            }
            double[][] spread = spread(k);
            double first = random.nextGaussian();
            double second = random.nextGaussian();
            point[0] = centres.getDouble(k, 0) + spread[0][0] * first + spread[0][1] * second;
            point[1] = centres.getDouble(k, 1) + spread[1][0] * first + spread[1][1] * second;
        }
        return Tensor.of(points);
    }

    /** Long Gaussians, one after the other along a spiral. */
    static Mixture spiral(int count) {
        double[][] shapes = new double[count][];
        double[][] centres = new double[count][];
        for (int k = 0; k < count; k++) {
            double turn = 1.2 + 0.9 * k;
            double radius = 0.11 * turn;
            centres[k] = new double[] {radius * Math.cos(turn), radius * Math.sin(turn)};
            shapes[k] = shape(turn + Math.PI / 2 - 0.2, 0.06 + 0.22 * radius, 0.035);
        }
        return new Mixture(Tensor.of(new double[count], count, 1), Tensor.of(shapes), Tensor.of(centres));
    }

    /** p, q and r of a Gaussian with these standard deviations along a direction and across. */
    private static double[] shape(double direction, double along, double across) {
        double c = Math.cos(direction);
        double s = Math.sin(direction);
        double a = 1 / (along * along);
        double b = 1 / (across * across);
        double corner = (a - b) * c * s;
        double last = a * s * s + b * c * c;
        return new double[] {Math.log(a * c * c + b * s * s - corner * corner / last) / 2, corner / Math.sqrt(last),
            Math.log(last) / 2};
    }
}
