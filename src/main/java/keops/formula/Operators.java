package keops.formula;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole operator table. */
public final class Operators {
    /** The sum of the components of a vector. */
    public static final Operator SUM = VectorOperators.SUM;

    private static final List<Operator> TABLE =
            Stream.of(ElementwiseOperators.TABLE, VectorOperators.TABLE).flatMap(List::stream).toList();
    private static final Map<String, Operator> BY_NAME =
            TABLE.stream().collect(Collectors.toUnmodifiableMap(Operator::name, Function.identity()));

    private Operators() {}

    /** Every operator, in the order of the tables. */
    public static List<Operator> table() {
        return TABLE;
    }

    /** The operator of a name, or null. Names are case-sensitive. */
    static Operator named(String name) {
        return BY_NAME.get(name);
    }
}
