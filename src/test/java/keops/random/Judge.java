package keops.random;

/** Tells whether the outputs of a reduction for one row can be right. */
interface Judge {
    /**
     * Judges the outputs of one row.
     *
     * @param terms what was reduced
     * @param outputs what came out
     */
    Verdict of(Terms terms, double[] outputs);

    /** The judge of sums: the errors of all terms, and of adding them in pieces. */
    static Verdict sum(Terms terms, double[] outputs) {
        Verdict verdict = Verdict.NOTHING;
        for (int k = 0; k < terms.dim(); k++) {
            double sum = 0;
            double magnitude = 0;
            double error = 0;
            for (int j = 0; j < terms.columns(); j++) {
                sum += terms.value(j, k);
                magnitude += Math.abs(terms.value(j, k));
                error += terms.error(j, k);
            }
            double bound = 2 * error + (Math.min(terms.columns(), 512) + 8) * terms.unit() * magnitude
                    + 1e-15 * magnitude + terms.flushed();
            verdict = verdict.and(Verdict.of("component " + k, sum, outputs[k], bound, magnitude, terms.unit()));
        }
        return verdict;
    }
}
