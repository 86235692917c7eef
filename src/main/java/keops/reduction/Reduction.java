package keops.reduction;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.text.Suggestion;

/**
 * What is made of the values of a formula along the reduced axis. Values are compared and summed component by
 * component; indices are 64-bit integers, of ties the lowest.
 *
 * <p>A reduction is immutable and may be used by many threads at once.
 *
 * @param kind what is computed
 */
public record Reduction(Kind kind) {
    /** The sum of each component; 0 over an empty axis. NaN and infinities propagate as in IEEE sums. */
    public static final Reduction SUM = new Reduction(new Sum());
    /**
     * {@code log sum exp f}, or {@code log sum w exp f} with a weight formula; -inf over an empty axis. Of a formula of
     * dimension D &gt; 1, the logarithms of each component, as {@link #MOST_EXPONENTS} tells.
     */
    public static final Reduction LOG_SUM_EXP = new Reduction(Exponential.LOG_SUM_EXP);
    /**
     * {@code sum w exp f / sum exp f}, with a weight formula; NaN over an empty axis. Of a formula of dimension D &gt;
     * 1, the averages of each component, as {@link #MOST_EXPONENTS} tells.
     */
    public static final Reduction SUM_SOFT_MAX_WEIGHT = new Reduction(Exponential.SUM_SOFT_MAX_WEIGHT);
    /**
     * The pair (m, s) with {@code m = max f} and {@code s = sum exp(f - m)}, or with a weight formula in the sum: rows
     * of m and then s, which has the dimension of the weight. Of a formula of dimension D &gt; 1, a pair for each
     * component, as {@link #MOST_EXPONENTS} tells: results of shape (M, D, 2).
     */
    public static final Reduction MAX_SUM_SHIFT_EXP = new Reduction(Exponential.MAX_SUM_SHIFT_EXP);
    /** The smallest value; NaN is passed over, +inf over an empty axis. */
    public static final Reduction MIN = new Reduction(new Extremum(Order.SMALLEST, Gives.VALUES));
    /** The largest value; NaN is passed over, -inf over an empty axis. */
    public static final Reduction MAX = new Reduction(new Extremum(Order.LARGEST, Gives.VALUES));
    /** The index of the smallest value; -1 over an empty axis. */
    public static final Reduction ARG_MIN = new Reduction(new Extremum(Order.SMALLEST, Gives.INDICES));
    /** The index of the largest value; -1 over an empty axis. */
    public static final Reduction ARG_MAX = new Reduction(new Extremum(Order.LARGEST, Gives.INDICES));
    /** The smallest value and its index: two outputs. */
    public static final Reduction MIN_ARG_MIN = new Reduction(new Extremum(Order.SMALLEST, Gives.BOTH));
    /** The largest value and its index: two outputs. */
    public static final Reduction MAX_ARG_MAX = new Reduction(new Extremum(Order.LARGEST, Gives.BOTH));

    /**
     * What reductions compute: each kind has an accumulator of its own, and answers what back ends ask of a reduction.
     */
    public sealed interface Kind permits Sum, Exponential, Extremum, Extrema {
        /** The name in text, as the original documentation spells it. */
        String text();

        /** What outputs there are. */
        Gives gives();

        /**
         * The value of a formula that changes no result: 0 in sums, an infinite one in extrema, -inf as an exponent.
         * Results start from it, and keep it over an empty axis.
         */
        double neutral();

        /**
         * The shape of what a row of the output holds, in each output.
         *
         * @param dim the dimension of the formula
         * @param terms the number of results of a row; of weighted exponentials of a scalar, one for each weight
         */
        List<Integer> rowShape(int dim, int terms);

        /** The ways in which its sums may be kept accurate. */
        List<SumScheme> schemes();
    }

    /** Sums. */
    public record Sum() implements Kind {
        @Override
        public String text() {
            return "Sum";
        }

        @Override
        public Gives gives() {
            return Gives.VALUES;
        }

        @Override
        public double neutral() {
            return 0;
        }

        @Override
        public List<Integer> rowShape(int dim, int terms) {
            return List.of(dim);
        }

        @Override
        public List<SumScheme> schemes() {
            return List.of(SumScheme.values());
        }
    }

    /** Sums of exponentials relative to the largest exponent, and what is made of them. */
    public enum Exponential implements Kind {
        /** Logarithms of sums of exponentials. */
        LOG_SUM_EXP("LogSumExp"),
        /** Averages weighted by exponentials. */
        SUM_SOFT_MAX_WEIGHT("SumSoftMaxWeight"),
        /** Maxima, and sums of exponentials relative to them. */
        MAX_SUM_SHIFT_EXP("Max_SumShiftExp") {
            @Override
            public List<Integer> rowShape(int dim, int terms) {
                return dim == 1 ? List.of(1 + terms) : List.of(dim, 2);
            }
        };

        private final String text;

        Exponential(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public Gives gives() {
            return Gives.VALUES;
        }

        @Override
        public double neutral() {
            return Double.NEGATIVE_INFINITY;
        }

        @Override
        public List<Integer> rowShape(int dim, int terms) {
            return List.of(terms);
        }

        @Override
        public List<SumScheme> schemes() {
            return List.of(SumScheme.AUTO, SumScheme.DIRECT, SumScheme.BLOCK);
        }

        /** Whether sums are divided by that of the bare exponentials, which is one sum more. */
        public boolean isAverage() {
            return this == SUM_SOFT_MAX_WEIGHT;
        }

        /** Whether the largest exponent is a result, so that sums must be relative to that very number. */
        public boolean givesLargest() {
            return this == MAX_SUM_SHIFT_EXP;
        }
    }

    /**
     * One value of each component: the smallest or the largest.
     *
     * @param order which
     * @param gives the outputs
     */
    public record Extremum(Order order, Gives gives) implements Kind {
        /** Refuses null. */
        public Extremum {
            Objects.requireNonNull(order, "order");
            Objects.requireNonNull(gives, "gives");
        }

        @Override
        public String text() {
            return gives.name(order.text);
        }

        @Override
        public double neutral() {
            return order.neutral();
        }

        @Override
        public List<Integer> rowShape(int dim, int terms) {
            return List.of(dim);
        }

        @Override
        public List<SumScheme> schemes() {
            return List.of(SumScheme.AUTO);
        }
    }

    /**
     * K values of each component: the smallest in ascending order, or the largest in descending order.
     *
     * @param order which
     * @param gives the outputs
     * @param k how many values are kept
     */
    public record Extrema(Order order, Gives gives, int k) implements Kind {
        /** Checks K. */
        public Extrema {
            Objects.requireNonNull(order, "order");
            Objects.requireNonNull(gives, "gives");
            if (k < 1 || k > LARGEST_K) {
                throw new FormulaException(text(order, gives) + " needs a number K from 1 to " + LARGEST_K
                        + ", but K is " + k);
            }
        }

        private static String text(Order order, Gives gives) {
            return gives.name("K" + order.text);
        }

        @Override
        public String text() {
            return text(order, gives);
        }

        @Override
        public double neutral() {
            return order.neutral();
        }

        @Override
        public List<Integer> rowShape(int dim, int terms) {
            return dim == 1 ? List.of(k) : List.of(k, dim);
        }

        @Override
        public List<SumScheme> schemes() {
            return List.of(SumScheme.AUTO);
        }
    }

    /** Which values extrema are. */
    public enum Order {
        /** The smallest ones. */
        SMALLEST("Min"),
        /** The largest ones. */
        LARGEST("Max");

        private final String text;

        Order(String text) {
            this.text = text;
        }

        /** The value that is beaten by all others: +inf of the smallest ones, -inf of the largest ones. */
        public double neutral() {
            return this == LARGEST ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
    }

    /** What outputs extrema have. */
    public enum Gives {
        /** The values. */
        VALUES,
        /** The columns that they come from. */
        INDICES,
        /** The values and then the indices. */
        BOTH;

        private String name(String ofValues) {
            return switch (this) {
                case VALUES -> ofValues;
                case INDICES -> "Arg" + ofValues;
                case BOTH -> ofValues + "_Arg" + ofValues;
            };
        }
    }

    /**
     * The largest dimension of a formula whose exponentials are summed. Where it is 1, the weight may be a vector,
     * whose components share the exponentials. Where it is more, each component has a result of its own, with the
     * component of the weight, or with the weight itself if that has dimension 1; and each takes a pass over the pairs.
     * Derivatives take one pass for all components.
     */
    public static final int MOST_EXPONENTS = 64;

    /** The largest K. */
    public static final int LARGEST_K = 1 << 16;

    /** Refuses null. */
    public Reduction {
        Objects.requireNonNull(kind, "kind");
    }

    /**
     * The k smallest values of each component, ascending, padded with +inf where there are fewer than k.
     * {@link #kMinArgKMin} tells such a +inf, whose index is -1, from a value of +inf.
     */
    public static Reduction kMin(int k) {
        return new Reduction(new Extrema(Order.SMALLEST, Gives.VALUES, k));
    }

    /**
     * The indices of the k smallest values of each component, padded with -1 where there are fewer than k. A value of
     * +inf, as a mask gives, is a value like any other and has the index of its place; NaN is passed over.
     */
    public static Reduction argKMin(int k) {
        return new Reduction(new Extrema(Order.SMALLEST, Gives.INDICES, k));
    }

    /** The k smallest values of each component and their indices: two outputs. */
    public static Reduction kMinArgKMin(int k) {
        return new Reduction(new Extrema(Order.SMALLEST, Gives.BOTH, k));
    }

    /** The k largest values of each component, descending, padded with -inf. */
    public static Reduction kMax(int k) {
        return new Reduction(new Extrema(Order.LARGEST, Gives.VALUES, k));
    }

    /** The indices of the k largest values of each component, padded with -1. */
    public static Reduction argKMax(int k) {
        return new Reduction(new Extrema(Order.LARGEST, Gives.INDICES, k));
    }

    /** The k largest values of each component and their indices: two outputs. */
    public static Reduction kMaxArgKMax(int k) {
        return new Reduction(new Extrema(Order.LARGEST, Gives.BOTH, k));
    }

    /** The name in text, as the original documentation spells it. */
    public String name() {
        return kind.text();
    }

    /** How many values the K smallest or K largest keep, else 0. */
    public int k() {
        return kind instanceof Extrema extrema ? extrema.k : 0;
    }

    /** Whether it sums the values themselves. */
    public boolean isSum() {
        return kind instanceof Sum;
    }

    /** Whether it sums exponentials, perhaps weighted. */
    public boolean isExponential() {
        return kind instanceof Exponential;
    }

    /** Whether its results are averages, which need a weight formula: of sums of exponentials one more is kept. */
    public boolean isAverage() {
        return kind instanceof Exponential exponential && exponential.isAverage();
    }

    /** Whether its results are logarithms. */
    public boolean isLogarithm() {
        return kind == Exponential.LOG_SUM_EXP;
    }

    /** Whether the largest exponent is a result, so that sums must be relative to that very number. */
    public boolean givesLargestExponent() {
        return kind instanceof Exponential exponential && exponential.givesLargest();
    }

    /** Whether it keeps the K smallest or the K largest. */
    public boolean takesK() {
        return kind instanceof Extrema;
    }

    /** Whether it looks for the largest values. */
    public boolean takesLargest() {
        return switch (kind) {
            case Sum(), Exponential _ -> false;
            case Extremum(Order order, _) -> order == Order.LARGEST;
            case Extrema(Order order, _, _) -> order == Order.LARGEST;
        };
    }

    /** Whether one of its outputs has values, which are no indices. */
    public boolean hasValues() {
        return kind.gives() != Gives.INDICES;
    }

    /** Whether one of its outputs has indices. */
    public boolean hasIndices() {
        return kind.gives() != Gives.VALUES;
    }

    /** The same extrema with other outputs; sums of any kind have values only, and stay what they are. */
    public Reduction giving(Gives outputs) {
        Objects.requireNonNull(outputs, "outputs");
        return switch (kind) {
            case Sum(), Exponential _ -> this;
            case Extremum(Order order, _) -> new Reduction(new Extremum(order, outputs));
            case Extrema(Order order, _, int k) -> new Reduction(new Extrema(order, outputs, k));
        };
    }

    /** One of each name, with K = 1 where there is one. */
    private static Stream<Reduction> all() {
        return Stream.of(SUM, LOG_SUM_EXP, SUM_SOFT_MAX_WEIGHT, MAX_SUM_SHIFT_EXP, MIN, MAX, ARG_MIN, ARG_MAX,
                MIN_ARG_MIN, MAX_ARG_MAX, kMin(1), argKMin(1), kMinArgKMin(1), kMax(1), argKMax(1), kMaxArgKMax(1));
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
        Reduction known = find(plain(name)).orElseThrow(() -> unknown(name));
        if (known.kind instanceof Extrema(Order order, Gives gives, _)) {
            return new Reduction(new Extrema(order, gives, k));
        }
        if (k != 0) {
            throw new FormulaException(known.name() + " takes no number K, but K is " + k);
        }
        return known;
    }

    private static Optional<Reduction> find(String plain) {
        return switch (plain) {
            case "logsumexpweight" -> Optional.of(LOG_SUM_EXP);
            case "softmax", "softmaxweight" -> Optional.of(SUM_SOFT_MAX_WEIGHT);
            case "maxsumshiftexpweight" -> Optional.of(MAX_SUM_SHIFT_EXP);
            default -> all().filter(candidate -> plain(candidate.name()).equals(plain)).findFirst();
        };
    }

    private static FormulaException unknown(String name) {
        List<String> known = all().map(Reduction::name).toList();
        return new FormulaException("unknown reduction '" + name + "'" + Suggestion.of(name, known) + "; known are: "
                + String.join(", ", known));
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
