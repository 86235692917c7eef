package keops.random;

import java.util.List;

/** Sums: the errors of all terms, and of adding them. */
enum SumJudge implements Judge {
    PLAIN,
    COMPENSATED;

    @Override
    public Verdict of(Terms terms, List<double[]> outputs) {
        Verdict verdict = Verdict.NOTHING;
        for (int k = 0; k < terms.dim(); k++) {
            double sum = 0;
            double lost = 0;
            double magnitude = 0;
            double error = 0;
            for (int j = 0; j < terms.columns(); j++) {
                double next = sum + terms.value(j, k);
                double added = next - sum;
                lost += (sum - (next - added)) + (terms.value(j, k) - added);
                sum = next;
                magnitude += Math.abs(terms.value(j, k));
                error += terms.error(j, k);
            }
            double adding = (this == PLAIN ? terms.columns() + 8 : 8) * terms.unit() * magnitude;
            verdict = verdict.and(Verdict.of("component " + k, sum + lost, outputs.getFirst()[k],
                    2 * error + adding + terms.flushed(), magnitude, terms.unit()));
        }
        return verdict;
    }
}
