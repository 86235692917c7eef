package keops.reference;

/**
 * Sums whose rounding errors are kept aside and added at the end (Neumaier 1974, "Rundungsfehleranalyse einiger
 * Verfahren zur Summation endlicher Summen"): as accurate as sums in twice the precision. Infinities and NaN come out as
 * in a plain sum.
 */
final class CompensatedSums {
    private final double[] sums;
    private final double[] errors;

    CompensatedSums(int count) {
        this.sums = new double[count];
        this.errors = new double[count];
    }

    void add(int k, double term) {
        double sum = sums[k] + term;
        errors[k] += Math.abs(sums[k]) >= Math.abs(term) ? (sums[k] - sum) + term : (term - sum) + sums[k];
        sums[k] = sum;
    }

    double value(int k) {
        return Double.isFinite(errors[k]) ? sums[k] + errors[k] : sums[k];
    }
}
