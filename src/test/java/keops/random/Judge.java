package keops.random;

import java.util.List;

/** Tells whether the outputs of a reduction for one row can be right. */
interface Judge {
    /**
     * Judges the outputs of one row.
     *
     * @param terms what was reduced
     * @param outputs what came out: the row of each output, in the order of memory
     */
    Verdict of(Terms terms, List<double[]> outputs);
}
