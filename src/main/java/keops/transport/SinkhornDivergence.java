package keops.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import keops.call.CallWatch;
import keops.error.CancelledException;
import keops.error.FormulaException;
import keops.tensor.DType;

/**
 * The Sinkhorn divergence between weighted point clouds, {@code OT(a,b) - OT(a,a) / 2 - OT(b,b) / 2}: optimal transport
 * with an entropic regularisation, made unbiased. It is 0 for equal clouds, positive else, and becomes the optimal
 * transport cost for a small blur and half the squared norm of the kernel {@code -C} for a large one (Feydy et al.
 * 2019, "Interpolating between Optimal Transport and MMD using Sinkhorn Divergences").
 *
 * {@snippet :
 * SinkhornDivergence loss = SinkhornDivergence.ofBlur(0.05);
 * double s = loss.value(PointCloud.of(x), PointCloud.of(y));
 * TransportPlan plan = loss.reach(0.3).solve(PointCloud.of(x, a), PointCloud.of(y, b));
 * Tensor images = plan.averageOverSecond(y);       // where each point of x goes
 * }
 *
 * <p>{@code OT(a,b)} is the minimum over plans {@code P >= 0} of {@code sum P C + eps KL(P, a b)}, whose marginals are
 * the weights; with a reach, it is unbalanced: marginals may differ, for {@code rho KL(marginal, weights)} each. There
 * {@code C(x,y) = |x - y|} for the exponent p = 1 and {@code |x - y|^2 / 2} for p = 2, {@code eps = blur^p} and {@code
 * rho = reach^p}, {@code KL(p, q) = sum p log(p / q) - p + q}, and the unbalanced divergence has {@code eps / 2 (sum a
 * - sum b)^2} more (Séjourné et al. 2019, "Sinkhorn Divergences for Unbalanced Optimal Transport"). Names and meanings
 * are those of the Python package geomloss by the author of the first.
 *
 * <p>It is computed in the log domain: potentials f and g are soft minima over the other cloud of the cost less the
 * other potential. Both are updated at once, and averaged with what they were, which keeps the clouds alike, while eps
 * falls from the diameter of the clouds to blur. Then it goes on, accelerated by momentum, until the marginals of the
 * plan are as they should be, within the {@linkplain #tolerance tolerance}. The gradients are those at fixed
 * potentials, by the envelope theorem: they take a pass more, and no memory of the iteration. Values, too, have an
 * error of the second order in that of the potentials.
 *
 * <p>Points are shifted and scaled before, so that where they are and in which unit does not matter. In float32,
 * marginals have errors of about {@code 1e-7 (diameter / blur)^p}; give float64 where the tolerance asks for less.
 *
 * <p>It is immutable, and threads may share it.
 */
public final class SinkhornDivergence extends ConfigurableLoss<SinkhornDivergence> {
    private static final double SCALING = 0.5;
    private static final double TOLERANCE = 1e-3;
    private static final long STEPS = 1000;

    private final Settings settings;
    private final Map<Integer, Softmin> softmins = new ConcurrentHashMap<>();

    private record Settings(
            double blur, int exponent, double reach, double scaling, boolean isDebiased, double tolerance,
            long steps) {}

    private SinkhornDivergence(Settings settings, Where where) {
        super(where);
        this.settings = settings;
    }

    /**
     * A debiased, balanced divergence with p = 2, a scaling of 0.5, and a tolerance of 1e-3 in at most 1000 steps.
     *
     * @param blur the distance below which points are blurred, in the unit of the points; times of calls grow as it
     *     becomes small beside the diameter of the clouds
     * @throws FormulaException if it is not above 0 and finite
     */
    public static SinkhornDivergence ofBlur(double blur) {
        if (!(blur > 0) || !Double.isFinite(blur)) {
            throw new FormulaException("the blur must be above 0 and finite, but is " + blur);
        }
        var settings = new Settings(blur, 2, Double.POSITIVE_INFINITY, SCALING, true, TOLERANCE, STEPS);
        return new SinkhornDivergence(settings, Where.ANYWHERE);
    }

    private SinkhornDivergence with(Settings other) {
        return new SinkhornDivergence(other, where());
    }

    @Override
    SinkhornDivergence with(Where other) {
        return new SinkhornDivergence(settings, other);
    }

    /**
     * With the cost {@code |x - y|} for p = 1 or {@code |x - y|^2 / 2} for p = 2, and {@code eps = blur^p}.
     *
     * @throws FormulaException if p is neither
     */
    public SinkhornDivergence exponent(int p) {
        if (p != 1 && p != 2) {
            throw new FormulaException("the exponent p must be 1 or 2, but is " + p);
        }
        Settings s = settings;
        return with(new Settings(s.blur, p, s.reach, s.scaling, s.isDebiased, s.tolerance, s.steps));
    }

    /**
     * Unbalanced: mass that would have to go much farther is left where it is, or made where it is missing; the masses
     * of the clouds may differ.
     *
     * @param distance the typical distance, in the unit of the points; infinite for balanced transport
     * @throws FormulaException if it is not above 0
     */
    public SinkhornDivergence reach(double distance) {
        if (!(distance > 0)) {
            throw new FormulaException("the reach must be above 0, but is " + distance);
        }
        Settings s = settings;
        return with(new Settings(s.blur, s.exponent, distance, s.scaling, s.isDebiased, s.tolerance, s.steps));
    }

    /**
     * With another factor by which the blur falls in each step from the diameter on. A larger one takes more steps on
     * the way, and perhaps fewer at its end.
     *
     * @throws FormulaException if it is not between 0 and 1
     */
    public SinkhornDivergence scaling(double factor) {
        if (!(factor > 0 && factor < 1)) {
            throw new FormulaException("the scaling must be between 0 and 1, but is " + factor);
        }
        Settings s = settings;
        return with(new Settings(s.blur, s.exponent, s.reach, factor, s.isDebiased, s.tolerance, s.steps));
    }

    /** Debiased or not: else it is {@code OT(a,b)} alone, which is not 0 for equal clouds. */
    public SinkhornDivergence debiased(boolean wanted) {
        Settings s = settings;
        return with(new Settings(s.blur, s.exponent, s.reach, s.scaling, wanted, s.tolerance, s.steps));
    }

    /**
     * With another tolerance: the iteration ends where the L1 distance of the plan's marginals from what they should be
     * is no more than that, relative to the mass of the cloud.
     *
     * @throws FormulaException if it is not above 0
     */
    public SinkhornDivergence tolerance(double largest) {
        if (!(largest > 0)) {
            throw new FormulaException("the tolerance must be above 0, but is " + largest);
        }
        Settings s = settings;
        return with(new Settings(s.blur, s.exponent, s.reach, s.scaling, s.isDebiased, largest, s.steps));
    }

    /**
     * With another number of steps, of which each takes a pass over the pairs for each potential.
     *
     * @throws FormulaException if it is less than 1
     */
    public SinkhornDivergence steps(long most) {
        if (most < 1) {
            throw new FormulaException("the number of steps must be 1 or more, but is " + most);
        }
        Settings s = settings;
        return with(new Settings(s.blur, s.exponent, s.reach, s.scaling, s.isDebiased, s.tolerance, most));
    }

    @Override
    public double value(PointCloud first, PointCloud second) {
        return solve(first, second).value();
    }

    @Override
    public LossGradients gradients(PointCloud first, PointCloud second) {
        requireFit(first, second);
        return where().during(_ -> solve(first, second).gradients());
    }

    /**
     * Solves the transport problems of the divergence.
     *
     * @throws FormulaException if the clouds have not the same element type and dimension; or balanced transport is
     *     asked for, and their masses differ by more than a thousandth; or blur or reach are too small or too large
     *     beside the diameter of the clouds, which the message tells
     * @throws UnconvergedException if the tolerance is not reached; it has the plan that was
     * @throws CancelledException if the thread is interrupted or the deadline passes
     */
    public TransportPlan solve(PointCloud first, PointCloud second) {
        requireFit(first, second);
        return where().during(watch -> solve(watch, first, second));
    }

    private void requireFit(PointCloud first, PointCloud second) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        first.requireLike(second);
        if (Double.isInfinite(settings.reach)) {
            first.requireMassOf(second, "balanced transport", ", or set a reach");
        }
    }

    private TransportPlan solve(CallWatch watch, PointCloud first, PointCloud second) {
        Box box = Box.of(first, second, settings.blur);
        Relaxation relaxation = box.relaxation(settings.reach, settings.exponent);
        double eps = box.eps(settings.blur, settings.exponent, relaxation);
        int d = first.dimension();
        DType dtype = first.points().dtype();
        double[] b = second.a().clone();
        if (relaxation.isBalanced()) {
            first.requireMassOf(second, "balanced transport", ", or set a lesser reach");
            double factor = first.mass() / second.mass();
            for (int j = 0; j < b.length; j++) {
                b[j] *= factor;
            }
        }
        Side x = Side.of(dtype, box.inside(first.coordinates()), d, first.a(), first.mass());
        Side y = Side.of(dtype, box.inside(second.coordinates()), d, b,
                relaxation.isBalanced() ? first.mass() : second.mass());
        Softmin softmin = softmins.computeIfAbsent(d, _ -> new Softmin(settings.exponent, d, where()));
        Dual between = Dual.between(x, y, softmin, relaxation);
        List<Dual> within = settings.isDebiased
                ? List.of(Dual.within(x, softmin, relaxation), Dual.within(y, softmin, relaxation))
                : List.of();
        List<Dual> all = new ArrayList<>(within);
        all.add(between);
        descend(watch, all, settings.blur / box.diagonal());
        double error = Double.POSITIVE_INFINITY;
        long steps = 0;
        while (!all.isEmpty() && steps < settings.steps) {
            steps++;
            watch.step(steps, error);
            error = settle(all, eps, steps == settings.steps);
        }
        var plan = new TransportPlan(first, second, between, within, softmin, relaxation, where(), eps, box.diagonal(),
                settings.exponent, error, steps);
        if (!all.isEmpty()) {
            throw new UnconvergedException(message(dtype, eps, error, steps), plan);
        }
        if (!Double.isFinite(plan.value())) {
            throw new FormulaException(String.format(Locale.ROOT, "the value is no finite number, for a diameter of"
                    + " %.3g and masses of %.3g and %.3g: scale points and blur, or weights", box.diagonal(),
                    first.mass(), second.mass()));
        }
        return plan;
    }

    /** Lets the blur fall from the diameter. */
    private void descend(CallWatch watch, List<Dual> all, double blur) {
        boolean isFirst = true;
        for (double s = 1; s > blur; s *= settings.scaling) {
            for (Dual dual : all) {
                watch.check();
                dual.look(Math.pow(s, settings.exponent));
                if (isFirst) {
                    dual.replace();
                } else {
                    dual.advance();
                }
            }
            isFirst = false;
        }
    }

    /**
     * Looks how good the potentials are, and leaves out of the list what is as good as asked for; what is not takes a
     * step, but for the last time, since a plan is made of what was looked at.
     *
     * @return the largest error
     */
    private double settle(List<Dual> all, double eps, boolean isLast) {
        double worst = 0;
        for (Dual dual : List.copyOf(all)) {
            double error = dual.look(eps);
            worst = Math.max(worst, error);
            if (error <= settings.tolerance) {
                all.remove(dual);
            } else if (!isLast) {
                dual.accelerate(error);
            }
        }
        return worst;
    }

    private String message(DType dtype, double eps, double error, long steps) {
        double rounding = (dtype == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f)) / eps;
        return String.format(Locale.ROOT, "after %d steps the marginals of the plan differ by %.2g of the"
                + " mass, more than the tolerance of %.2g: a larger tolerance, blur, or number of steps will help%s",
                steps, error, settings.tolerance, rounding > settings.tolerance / 10 && dtype != DType.FLOAT64
                        ? String.format(Locale.ROOT, "; in %s, they have rounding errors of about %.1g, so that float64"
                                + " will help, too", dtype, rounding)
                        : "");
    }

    /** The settings: {@code Sinkhorn divergence of blur 0.05, p = 2}. */
    @Override
    public String toString() {
        return (settings.isDebiased ? "Sinkhorn divergence" : "entropic transport cost") + " of blur " + settings.blur
                + ", p = " + settings.exponent + (Double.isInfinite(settings.reach) ? "" : ", reach " + settings.reach);
    }
}
