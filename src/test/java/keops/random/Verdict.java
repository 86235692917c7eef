package keops.random;

/**
 * What a judge says of some numbers.
 *
 * @param wrong what is wrong with the first wrong number, or an empty text
 * @param ratio the largest error seen, as a part of its bound
 * @param compared numbers compared with a bound that says something
 * @param wide numbers compared with a wide bound: the formula is ill-conditioned there
 * @param unknown numbers not compared: NaN, infinite, or so near a jump that either side may come out
 */
record Verdict(String wrong, double ratio, long compared, long wide, long unknown) {
    static final Verdict NOTHING = new Verdict("", 0, 0, 0, 0);

    static Verdict wrong(String message) {
        return new Verdict(message, 0, 0, 0, 0);
    }

    /** Judges one number. */
    static Verdict of(String what, double expected, double actual, double bound, double magnitude, double unit) {
        if (!(bound < Double.POSITIVE_INFINITY)) {
            return new Verdict("", 0, 0, 0, 1);
        }
        double error = actual == expected || Double.isNaN(actual) && Double.isNaN(expected)
                ? 0
                : Math.abs(actual - expected);
        if (!(error <= bound)) {
            return wrong(what + " is " + actual + ", not " + expected + ": off by " + error + ", allowed are " + bound);
        }
        double ratio = bound == 0 ? 0 : error / bound;
        return bound > 1e5 * unit * magnitude + 1e-35
                ? new Verdict("", ratio, 0, 1, 0)
                : new Verdict("", ratio, 1, 0, 0);
    }

    boolean isWrong() {
        return !wrong.isEmpty();
    }

    Verdict and(Verdict other) {
        return new Verdict(isWrong() ? wrong : other.wrong, Math.max(ratio, other.ratio), compared + other.compared,
                wide + other.wide, unknown + other.unknown);
    }

    /** The same with a place before the message. */
    Verdict at(String place) {
        return isWrong() ? wrong(place + ": " + wrong) : this;
    }
}
