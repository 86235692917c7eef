package keops.random;

import java.util.List;

/** Sums of exponentials, relative to the largest exponent: component 0 is the exponent, the others are weights. */
enum ExponentialJudge implements Judge {
    LOG_SUM_EXP,
    SOFT_MAX,
    MAX_AND_SUM;

    @Override
    public Verdict of(Terms terms, List<double[]> outputs) {
        double[] output = outputs.getFirst();
        double largest = Double.NEGATIVE_INFINITY;
        double error = 0;
        for (int j = 0; j < terms.columns(); j++) {
            largest = Math.max(largest, terms.value(j, 0));
            error = Math.max(error, terms.error(j, 0));
        }
        double shift = Double.isInfinite(largest) ? 0 : largest;
        int weights = Math.max(1, terms.dim() - 1);
        Verdict verdict = Verdict.NOTHING;
        for (int k = 0; k < weights; k++) {
            Sum sum = sum(terms, shift, error, terms.dim() == 1 ? -1 : 1 + k);
            verdict = verdict.and(switch (this) {
                case LOG_SUM_EXP -> logarithm(terms, sum, shift, output[k]);
                case SOFT_MAX -> quotient(terms, sum, sum(terms, shift, error, -1), output[k]);
                case MAX_AND_SUM -> Verdict.of("sum " + k, sum.value, output[1 + k], sum.error, sum.magnitude,
                        terms.unit());
            });
        }
        if (this == MAX_AND_SUM) {
            verdict = verdict.and(Verdict.of("maximum", largest, output[0],
                    error == 0 ? 0 : error + terms.unit() * Math.abs(shift), Math.abs(shift), terms.unit()));
        }
        return verdict;
    }

    /** A sum, a bound on its error, and the sum of the absolute values of its terms. */
    private record Sum(double value, double error, double magnitude) {}

    private static Sum sum(Terms terms, double shift, double errorOfShift, int weight) {
        double sum = 0;
        double error = 0;
        double magnitude = 0;
        for (int j = 0; j < terms.columns(); j++) {
            double distance = terms.value(j, 0) - shift;
            double power = Math.exp(distance);
            double factor = weight < 0 ? 1 : terms.value(j, weight);
            double relative = Math.expm1(terms.error(j, 0) + errorOfShift + 4 * terms.unit() * Math.abs(distance))
                    + 8 * terms.unit();
            sum += power * factor;
            magnitude += Math.abs(power * factor);
            error += power * Math.abs(factor) * relative + terms.flushed() * (1 + Math.abs(factor))
                    + (weight < 0 ? 0 : power * (1 + relative) * terms.error(j, weight));
        }
        return new Sum(sum, 2 * error + ((terms.columns() + 8) * terms.unit() + 1e-15) * magnitude, magnitude);
    }

    private static Verdict logarithm(Terms terms, Sum sum, double shift, double actual) {
        double value = Math.log(sum.value) + shift;
        boolean isSure = Math.abs(sum.value) > sum.error || terms.columns() == 0;
        double error = terms.columns() == 0 || sum.value < 0
                ? 0
                : sum.error / (sum.value - sum.error) + 8 * terms.unit() * (Math.abs(value) + Math.abs(shift) + 1);
        return Verdict.of("logarithm", value, actual, isSure ? error : Double.POSITIVE_INFINITY,
                1 + Math.abs(value), terms.unit());
    }

    private static Verdict quotient(Terms terms, Sum above, Sum below, double actual) {
        double value = above.value / below.value;
        boolean isSure = below.value > below.error || terms.columns() == 0;
        double error = terms.columns() == 0
                ? 0
                : (above.error + Math.abs(value) * below.error) / (below.value - below.error)
                        + 4 * terms.unit() * Math.abs(value) + terms.flushed();
        return Verdict.of("average", value, actual, isSure ? error : Double.POSITIVE_INFINITY,
                above.magnitude / below.value, terms.unit());
    }
}
