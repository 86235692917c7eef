package keops.autograd;

/**
 * The search for a step along a direction of descent that satisfies the strong Wolfe conditions: the value is low enough,
 * and the slope flat enough (Nocedal and Wright 2006, "Numerical optimization", algorithms 3.5 and 3.6, and formula 3.59
 * for the least of a cubic).
 */
final class LineSearch {
    /** How much of the decrease that the first slope promises is enough. */
    static final double DECREASE = 1e-4;
    /** How much of the first slope may be left. */
    static final double CURVATURE = 0.9;
    private static final int MOST_EVALUATIONS = 30;
    private static final double LARGEST_GROWTH = 10;
    /** A new step stays away from the ends of its interval by this part of the length. */
    private static final double MARGIN = 0.1;

    private final Ray ray;
    private final Point start;
    private int evaluations;

    private LineSearch(Ray ray, Point start) {
        this.ray = ray;
        this.start = start;
    }

    /** A place along the direction. */
    record Point(double step, double value, double slope, Parameters.Evaluation evaluation) {}

    /** The objective along a direction. */
    interface Ray {
        Point at(double step);
    }

    /**
     * Finds a step.
     *
     * @param ray the objective along the direction
     * @param start its start, at step 0, where the slope is below 0
     * @param first the step to try first
     * @return the best place that was found; the start itself where no lower one was
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

    /** Between a low place, whose slope leads to the other, and the other there is a step that will do. */
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

    /** Where the cubic with these values and slopes is least; NaN where it is not. */
    private static double leastOfCubic(Point a, Point b) {
        double d1 = a.slope() + b.slope() - 3 * (a.value() - b.value()) / (a.step() - b.step());
        double d2 = Math.signum(b.step() - a.step()) * Math.sqrt(d1 * d1 - a.slope() * b.slope());
        double least = b.step()
                - (b.step() - a.step()) * (b.slope() + d2 - d1) / (b.slope() - a.slope() + 2 * d2);
        return Double.isFinite(least) ? least : Double.NaN;
    }
}
