package keops.reduction;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import keops.error.FormulaException;
import keops.text.Suggestion;

/**
 * What is made of the values of a formula along the reduced axis. Values are compared and summed component by
 * component; indices are 64-bit integers, of ties the lowest.
 *
 * @param kind what is computed
 * @param k how many values the K smallest or K largest keep, else 0
 */
public record Reduction(Kind kind, int k) {
    /** The sum of each component; 0 over an empty axis. NaN and infinities propagate as in IEEE sums. */
    public static final Reduction SUM = new Reduction(Kind.SUM, 0);
    /**
     * {@code log sum exp f}, or {@code log sum w exp f} with a weight formula; -inf over an empty axis. Of a formula of
     * dimension D &gt; 1, the logarithms of each component, as {@link #MOST_EXPONENTS} tells.
     */
    public static final Reduction LOG_SUM_EXP = new Reduction(Kind.LOG_SUM_EXP, 0);
    /**
     * {@code sum w exp f / sum exp f}, with a weight formula; NaN over an empty axis. Of a formula of dimension D &gt; 1, the
     * averages of each component, as {@link #MOST_EXPONENTS} tells.
     */
    public static final Reduction SUM_SOFT_MAX_WEIGHT = new Reduction(Kind.SUM_SOFT_MAX_WEIGHT, 0);
    /**
     * The pair (m, s) with {@code m = max f} and {@code s = sum exp(f - m)}, or with a weight formula in the sum: rows of
     * m and then s, which has the dimension of the weight. Of a formula of dimension D &gt; 1, a pair for each component, as
     * {@link #MOST_EXPONENTS} tells: results of shape (M, D, 2).
     */
    public static final Reduction MAX_SUM_SHIFT_EXP = new Reduction(Kind.MAX_SUM_SHIFT_EXP, 0);
    /** The smallest value; NaN is passed over, +inf over an empty axis. */
    public static final Reduction MIN = new Reduction(Kind.MIN, 0);
    /** The largest value; NaN is passed over, -inf over an empty axis. */
    public static final Reduction MAX = new Reduction(Kind.MAX, 0);
    /** The index of the smallest value; -1 over an empty axis. */
    public static final Reduction ARG_MIN = new Reduction(Kind.ARG_MIN, 0);
    /** The index of the largest value; -1 over an empty axis. */
    public static final Reduction ARG_MAX = new Reduction(Kind.ARG_MAX, 0);
    /** The smallest value and its index: two outputs. */
    public static final Reduction MIN_ARG_MIN = new Reduction(Kind.MIN_ARG_MIN, 0);
    /** The largest value and its index: two outputs. */
    public static final Reduction MAX_ARG_MAX = new Reduction(Kind.MAX_ARG_MAX, 0);

    /** What reductions compute. */
    public enum Kind {
        /** Sums. */
        SUM("Sum"),
        /** Logarithms of sums of exponentials. */
        LOG_SUM_EXP("LogSumExp"),
        /** Averages weighted by exponentials. */
        SUM_SOFT_MAX_WEIGHT("SumSoftMaxWeight"),
        /** Maxima, and sums of exponentials relative to them. */
        MAX_SUM_SHIFT_EXP("Max_SumShiftExp"),
        /** Smallest values. */
        MIN("Min"),
        /** Largest values. */
        MAX("Max"),
        /** Indices of smallest values. */
        ARG_MIN("ArgMin"),
        /** Indices of largest values. */
        ARG_MAX("ArgMax"),
        /** Smallest values and their indices. */
        MIN_ARG_MIN("Min_ArgMin"),
        /** Largest values and their indices. */
        MAX_ARG_MAX("Max_ArgMax"),
        /** The K smallest values in ascending order. */
        K_MIN("KMin"),
        /** The indices of the K smallest values. */
        ARG_K_MIN("ArgKMin"),
        /** The K smallest values and their indices. */
        K_MIN_ARG_K_MIN("KMin_ArgKMin"),
        /** The K largest values in descending order. */
        K_MAX("KMax"),
        /** The indices of the K largest values. */
        ARG_K_MAX("ArgKMax"),
        /** The K largest values and their indices. */
        K_MAX_ARG_K_MAX("KMax_ArgKMax");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Whether it keeps the K smallest or the K largest. */
        public boolean takesK() {
            return switch (this) {
                case K_MIN, ARG_K_MIN, K_MIN_ARG_K_MIN, K_MAX, ARG_K_MAX, K_MAX_ARG_K_MAX -> true;
                case SUM, LOG_SUM_EXP, SUM_SOFT_MAX_WEIGHT, MAX_SUM_SHIFT_EXP, MIN, MAX, ARG_MIN, ARG_MAX,
                        MIN_ARG_MIN, MAX_ARG_MAX -> false;
            };
        }

        /** Whether it looks for the largest values. */
        public boolean takesLargest() {
            return switch (this) {
                case MAX, ARG_MAX, MAX_ARG_MAX, K_MAX, ARG_K_MAX, K_MAX_ARG_K_MAX -> true;
                case SUM, LOG_SUM_EXP, SUM_SOFT_MAX_WEIGHT, MAX_SUM_SHIFT_EXP, MIN, ARG_MIN, MIN_ARG_MIN, K_MIN,
                        ARG_K_MIN, K_MIN_ARG_K_MIN -> false;
            };
        }

        /** Whether it sums exponentials, perhaps weighted. */
        public boolean isExponential() {
            return switch (this) {
                case LOG_SUM_EXP, SUM_SOFT_MAX_WEIGHT, MAX_SUM_SHIFT_EXP -> true;
                case SUM, MIN, MAX, ARG_MIN, ARG_MAX, MIN_ARG_MIN, MAX_ARG_MAX, K_MIN, ARG_K_MIN, K_MIN_ARG_K_MIN,
                        K_MAX, ARG_K_MAX, K_MAX_ARG_K_MAX -> false;
            };
        }
    }

    /**
     * The largest dimension of a formula whose exponentials are summed. Where it is 1, the weight may be a vector, whose
     * components share the exponentials. Where it is more, each component has a result of its own, with the component of the
     * weight, or with the weight itself if that has dimension 1; and each takes a pass over the pairs. Derivatives take one
     * pass for all components.
     */
    public static final int MOST_EXPONENTS = 64;

    /** The largest K. */
    public static final int LARGEST_K = 1 << 16;

    /** Checks K. */
    public Reduction {
        Objects.requireNonNull(kind, "kind");
        if (kind.takesK() && (k < 1 || k > LARGEST_K)) {
            throw new FormulaException(kind.text + " needs a number K from 1 to " + LARGEST_K + ", but K is " + k);
        }
        if (!kind.takesK() && k != 0) {
            throw new FormulaException(kind.text + " takes no number K, but K is " + k);
        }
    }

    /**
     * The k smallest values of each component, ascending, padded with +inf where there are fewer than k.
     * {@link #kMinArgKMin} tells such a +inf, whose index is -1, from a value of +inf.
     */
    public static Reduction kMin(int k) {
        return new Reduction(Kind.K_MIN, k);
    }

    /**
     * The indices of the k smallest values of each component, padded with -1 where there are fewer than k. A value of +inf,
     * as a mask gives, is a value like any other and has the index of its place; NaN is passed over.
     */
    public static Reduction argKMin(int k) {
        return new Reduction(Kind.ARG_K_MIN, k);
    }

    /** The k smallest values of each component and their indices: two outputs. */
    public static Reduction kMinArgKMin(int k) {
        return new Reduction(Kind.K_MIN_ARG_K_MIN, k);
    }

    /** The k largest values of each component, descending, padded with -inf. */
    public static Reduction kMax(int k) {
        return new Reduction(Kind.K_MAX, k);
    }

    /** The indices of the k largest values of each component, padded with -1. */
    public static Reduction argKMax(int k) {
        return new Reduction(Kind.ARG_K_MAX, k);
    }

    /** The k largest values of each component and their indices: two outputs. */
    public static Reduction kMaxArgKMax(int k) {
        return new Reduction(Kind.K_MAX_ARG_K_MAX, k);
    }

    /** The name in text, as the original documentation spells it. */
    public String name() {
        return kind.text;
    }

    /**
     * The reduction of a name that takes no K; case and underscores do not matter.
     *
     * @throws FormulaException if there is none, or if it needs a K
     */
    public static Reduction named(String name) {
        return named(name, 0);
    }

    /**
     * The reduction of a name; case and underscores do not matter. {@code LogSumExpWeight}, {@code SoftMax} and
     * {@code Max_SumShiftExpWeight} are other names for the reductions that take a weight formula.
     *
     * @param k how many values the K smallest or K largest keep, else 0
     * @throws FormulaException if there is none of that name, or K does not fit it
     */
    public static Reduction named(String name, int k) {
        Objects.requireNonNull(name, "name");
        String plain = plain(name);
        Kind kind = switch (plain) {
            case "logsumexpweight" -> Kind.LOG_SUM_EXP;
            case "softmax", "softmaxweight" -> Kind.SUM_SOFT_MAX_WEIGHT;
            case "maxsumshiftexpweight" -> Kind.MAX_SUM_SHIFT_EXP;
            default -> Arrays.stream(Kind.values())
                    .filter(candidate -> plain(candidate.text).equals(plain))
                    .findFirst()
                    .orElseThrow(() -> unknown(name));
        };
        return new Reduction(kind, k);
    }

    private static FormulaException unknown(String name) {
        List<String> known = Arrays.stream(Kind.values()).map(kind -> kind.text).toList();
        return new FormulaException("unknown reduction '" + name + "'" + Suggestion.of(name, known) + "; known are: "
                + String.join(", ", known));
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
