package keops.transport;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import keops.call.Arguments;
import keops.call.Home;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * What a {@link SinkhornDivergence} has found for two clouds: its value, potentials, gradients, and the plan {@code
 * P_ij = a_i b_j exp((f_i + g_j - C(x_i, y_j)) / eps)}, which is never held, but may be applied. Results live in memory
 * that is freed by the garbage collector.
 *
 * <p>It is immutable, and threads may share it. What it computes has the back end, the listener and the deadline of the
 * divergence.
 */
public final class TransportPlan {
    private final PointCloud first;
    private final PointCloud second;
    private final Dual between;
    /** Those of each cloud with itself; none where it is not debiased. */
    private final List<Dual> within;
    private final Softmin softmin;
    private final Relaxation relaxation;
    private final Where where;
    private final double eps;
    private final double diagonal;
    private final int exponent;
    private final double marginalError;
    private final long steps;

    TransportPlan(PointCloud first, PointCloud second, Dual between, List<Dual> within, Softmin softmin,
            Relaxation relaxation, Where where, double eps, double diagonal, int exponent, double marginalError,
            long steps) {
        this.first = first;
        this.second = second;
        this.between = between;
        this.within = within;
        this.softmin = softmin;
        this.relaxation = relaxation;
        this.where = where;
        this.eps = eps;
        this.diagonal = diagonal;
        this.exponent = exponent;
        this.marginalError = marginalError;
        this.steps = steps;
    }

    /**
     * How far the marginals of the plan are from what they should be, as {@link SinkhornDivergence#tolerance} tells.
     */
    public double marginalError() {
        return marginalError;
    }

    /** The steps at the blur that was asked for; those on the way to it are not counted. */
    public long steps() {
        return steps;
    }

    private double unit() {
        return Math.pow(diagonal, exponent);
    }

    /** The value of the divergence. */
    public double value() {
        double sum = dual(between.f()) + dual(between.g());
        if (within.isEmpty()) {
            double a = between.f().side().mass();
            double b = between.g().side().mass();
            sum += eps * (a * b - (a + b) / 2);
        } else {
            for (Dual dual : within) {
                sum -= dual(dual.f());
            }
        }
        return unit() * sum;
    }

    private double dual(Dual.Potential potential) {
        double sum = 0;
        double[] weights = potential.side().weights();
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * relaxation.dual(potential.before()[i], potential.after()[i], eps);
        }
        return sum;
    }

    /** The potential f, at the points of the first cloud, of the shape of its weights. */
    public Tensor firstPotential() {
        return Numbers.like(first.weights(), between.f().mean(), 0, unit());
    }

    /** The potential g, at the points of the second cloud, of the shape of its weights. */
    public Tensor secondPotential() {
        return Numbers.like(second.weights(), between.g().mean(), 0, unit());
    }

    /**
     * The value, and the gradients of the divergence by points and weights, at fixed potentials. Those by weights of
     * balanced transport are known but for a constant, which is chosen so that the sums of weights times gradients are
     * equal for both clouds.
     */
    public LossGradients gradients() {
        double[] a = slopes(between.f(), 0);
        double[] b = slopes(between.g(), 1);
        if (relaxation.isBalanced()) {
            Side x = between.f().side();
            double shift = (Numbers.dot(between.g().side().weights(), b) - Numbers.dot(x.weights(), a)) / 2 / x.mass();
            for (int i = 0; i < a.length; i++) {
                a[i] += shift;
            }
            for (int j = 0; j < b.length; j++) {
                b[j] -= shift;
            }
        }
        double perPoint = Math.pow(diagonal, exponent - 1);
        return where.during(_ -> new LossGradients(value(),
                Numbers.like(first.points(), forces(between.f(), between.g(), 0), 0, perPoint),
                Numbers.like(first.weights(), a, 0, unit()),
                Numbers.like(second.points(), forces(between.g(), between.f(), 1), 0, perPoint),
                Numbers.like(second.weights(), b, 0, unit())));
    }

    /** The derivatives by the weights of a cloud. */
    private double[] slopes(Dual.Potential potential, int cloud) {
        double[] slopes = potential.mean();
        double[] own = within.isEmpty() ? null : within.get(cloud).f().mean();
        double others = (cloud == 0 ? between.g() : between.f()).side().mass();
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = relaxation.slope(slopes[i], eps)
                    + (own == null ? eps * (others - 1) : -relaxation.slope(own[i], eps));
        }
        return slopes;
    }

    /** The derivatives by the points of a cloud. */
    private double[] forces(Dual.Potential potential, Dual.Potential other, int cloud) {
        double[] forces = forces(potential, other);
        if (!within.isEmpty()) {
            Dual.Potential own = within.get(cloud).f();
            double[] back = forces(own, own);
            for (int k = 0; k < forces.length; k++) {
                forces[k] -= back[k];
            }
        }
        return forces;
    }

    /** For each point the mass that leaves it times the average of the derivative of the cost. */
    private double[] forces(Dual.Potential potential, Dual.Potential other) {
        double[] forces = softmin.slope(potential.side(), other.side(), other.before(), eps);
        double[] weights = potential.side().weights();
        int d = forces.length / weights.length;
        for (int k = 0; k < forces.length; k++) {
            int i = k / d;
            forces[k] = weights[i] == 0 ? 0 : forces[k] * weights[i] * relaxation.marginal(potential.after()[i]);
        }
        return forces;
    }

    /** The marginals of the plan: {@code sum_j P_ij}, of the shape of the first weights, and {@code sum_i P_ij}. */
    public List<Tensor> marginals() {
        return where.during(_ -> List.of(
                marginal(first, between.f(), between.g()), marginal(second, between.g(), between.f())));
    }

    private Tensor marginal(PointCloud cloud, Dual.Potential potential, Dual.Potential other) {
        double[] marginal = softmin.of(potential.side(), other.side(), other.mean(), eps);
        double[] mean = potential.mean();
        for (int i = 0; i < marginal.length; i++) {
            double weight = potential.side().weights()[i];
            marginal[i] = weight == 0 ? 0 : weight * Math.exp((mean[i] - marginal[i]) / eps);
        }
        return Numbers.like(cloud.weights(), marginal, 0, 1);
    }

    /**
     * For each point of the first cloud the average of values of the second, {@code sum_j P_ij v_j / sum_j P_ij}: of
     * its points, where the point goes; of colours, what colour it gets.
     *
     * @param values (N, E), of the type of the points: a tensor or an array of rows
     * @return (M, E)
     * @throws FormulaException if they have another type, or not a row for each point
     */
    public Tensor averageOverSecond(Object values) {
        return average(first, between.f(), second, between.g(), values);
    }

    /**
     * For each point of the second cloud the average of values of the first, {@code sum_i P_ij v_i / sum_i P_ij}.
     *
     * @param values (M, E), of the type of the points: a tensor or an array of rows
     * @return (N, E)
     * @throws FormulaException if they have another type, or not a row for each point
     */
    public Tensor averageOverFirst(Object values) {
        return average(second, between.g(), first, between.f(), values);
    }

    private Tensor average(
            PointCloud cloud, Dual.Potential rows, PointCloud others, Dual.Potential columns, Object values) {
        Objects.requireNonNull(values, "values");
        Tensor given = Arguments.matrix("values", values);
        if (given.dtype() != others.points().dtype() || given.rank() != 2 || given.size(0) != others.size()
                || given.size(1) == 0) {
            throw new FormulaException("values must be " + others.points().dtype() + " of shape (" + others.size()
                    + ", E), a row for each point, but are " + given.description());
        }
        return where.during(_ -> {
            Tensor there = Home.onHost(Arena.ofAuto(), given);
            double[] averages = softmin.average(rows.side(), columns.side(), columns.before(), eps, there);
            Tensor result = Tensor.allocate(Arena.ofAuto(), given.dtype(), cloud.size(), given.size(1));
            return Numbers.write(result, averages, 0, 1);
        });
    }

    /** The value, and how far it was carried. */
    @Override
    public String toString() {
        return "plan of value " + value() + " between " + first + " and " + second + ", of marginal error "
                + marginalError + " after " + steps + " steps";
    }
}
