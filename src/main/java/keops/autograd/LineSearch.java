package keops.autograd;

/**
 * A line search for the strong Wolfe conditions: sufficient decrease of the value, and of the absolute value of the
 * slope (Nocedal and Wright 2006, "Numerical optimization", algorithms 3.5 and 3.6, and formula 3.59 for the minimiser
 * of a cubic).
 */
final class LineSearch {
    /** The constant c1 of sufficient decrease. */
    static final double DECREASE = 1e-4;
    /** The constant c2 of the curvature condition. */
    static final double CURVATURE = 0.9;
    private static final int MOST_EVALUATIONS = 30;
    private static final double LARGEST_GROWTH = 10;
    /** A trial step keeps this fraction of the interval's length from its ends. */
    private static final double MARGIN = 0.1;

    private final Ray ray;
    private final Point start;
    private int evaluations;

    private LineSearch(Ray ray, Point start) {
        this.ray = ray;
        this.start = start;
    }

    /** A point along the direction. */
    record Point(double step, double value, double slope, Parameters.Evaluation evaluation) {}

    /** The objective along a direction. */
    interface Ray {
        Point at(double step);
    }

    /**
     * Finds a step.
     *
     * @param ray the objective along the direction
     * @param start the point at step 0, where the slope is negative
     * @param first the first trial step
     * @return the best point found; {@code start} if none is lower
     */
    static Point find(Ray ray, Point start, double first) {
        return new LineSearch(ray, start).find(first);
    }

    private Point find(double first) {
        Point before = start;
        double step = first;
        while (evaluations < MOST_EVALUATIONS) {
            Point here = at(step);
            if (isTooHigh(here) || before.step() > 0 && here.value() >= before.value()) {
                return narrow(before, here);
            }
            if (isFlat(here)) {
                return here;
            }
            if (here.slope() >= 0) {
                return narrow(here, before);
            }
            double least = leastOfCubic(before, here);
            before = here;
            step = Math.clamp(Double.isNaN(least) ? 2 * step : least, (1 + MARGIN) * step, LARGEST_GROWTH * step);
        }
        return before;
    }

    private Point at(double step) {
        evaluations++;
        return ray.at(step);
    }

    private boolean isTooHigh(Point point) {
        return !(point.value() <= start.value() + DECREASE * point.step() * start.slope());
    }

    private boolean isFlat(Point point) {
        return Math.abs(point.slope()) <= -CURVATURE * start.slope();
    }

    /**
     * Narrows the interval between the lowest point, whose slope points to the other one, and the other one; it
     * contains a step that satisfies the conditions (algorithm 3.6).
     */
    private Point narrow(Point lowest, Point other) {
        Point low = lowest;
        Point high = other;
        while (evaluations < MOST_EVALUATIONS && low.step() != high.step()) {
            double from = Math.min(low.step(), high.step());
            double length = Math.abs(high.step() - low.step());
            double least = leastOfCubic(low, high);
            Point here = at(Double.isNaN(least)
                    ? from + length / 2
                    : Math.clamp(least, from + MARGIN * length, from + (1 - MARGIN) * length));
            if (isTooHigh(here) || here.value() >= low.value()) {
                high = here;
            } else {
                if (isFlat(here)) {
                    return here;
                }
                if (here.slope() * (high.step() - low.step()) >= 0) {
                    high = low;
                }
                low = here;
            }
        }
        return low;
    }

    /** The minimiser of the cubic with these values and slopes; NaN if there is none. */
    private static double leastOfCubic(Point a, Point b) {
        double d1 = a.slope() + b.slope() - 3 * (a.value() - b.value()) / (a.step() - b.step());
        double d2 = Math.signum(b.step() - a.step()) * Math.sqrt(d1 * d1 - a.slope() * b.slope());
        double least = b.step()
                - (b.step() - a.step()) * (b.slope() + d2 - d1) / (b.slope() - a.slope() + 2 * d2);
        return Double.isFinite(least) ? least : Double.NaN;
    }
}
