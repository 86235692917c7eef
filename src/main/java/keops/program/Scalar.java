package keops.program;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import keops.formula.Comparison;

/** One scalar value of a program; operands are the numbers of earlier values. */
public sealed interface Scalar {

    /** A number, the same bits for the same number: 0 and -0 differ, NaN equals itself. */
    record Constant(double value) implements Scalar {}

    /** One component of an argument: of a parameter, of the row i or of the column j. */
    record Load(int argument, int component, Stage stage) implements Scalar {}

    /** The number of the row or of the column, from 0. */
    record Index(Stage stage) implements Scalar {}

    /**
     * A value that the back end puts in itself, such as the largest exponent of a row so far; the rank tells them
     * apart.
     */
    record Supplied(int rank, Stage stage) implements Scalar {}

    /** A function of one value. */
    record Unary(UnaryFunction function, int a) implements Scalar {}

    /** A function of two values. */
    record Binary(BinaryFunction function, int a, int b) implements Scalar {}

    /** a b + c, rounded once. */
    record Fma(int a, int b, int c) implements Scalar {}

    /** {@code a ? b} decides between two values. */
    record Select(Comparison comparison, int a, int b, int then, int otherwise) implements Scalar {}

    /**
     * A sum over the components of long vectors, kept as a loop:
     * {@code sum_k body(s_1[k], s_2[k], ..., t_1, t_2, ...)}.
     *
     * @param streams the vectors: the numbers of their components, all of one length and each of one stage before IJ
     * @param scalars the values that are the same for all components
     * @param body the term: its loads name a stream (as their argument), its supplied values name a scalar
     */
    record Fold(List<List<Integer>> streams, List<Integer> scalars, Program body) implements Scalar {
        /** The number of terms. */
        public int length() {
            return streams.getFirst().size();
        }
    }

    /** The numbers of the operands. */
    default List<Integer> operands() {
        return switch (this) {
            case Constant _, Load _, Index _, Supplied _ -> List.of();
            case Unary u -> List.of(u.a);
            case Binary b -> List.of(b.a, b.b);
            case Fma f -> List.of(f.a, f.b, f.c);
            case Select s -> List.of(s.a, s.b, s.then, s.otherwise);
            case Fold f -> Stream.concat(f.streams.stream().flatMap(List::stream), f.scalars.stream()).toList();
        };
    }

    /** The same operation on operands with other numbers. */
    default Scalar renumbered(IntUnaryOperator number) {
        return switch (this) {
            case Constant _, Load _, Index _, Supplied _ -> this;
            case Unary u -> new Unary(u.function, number.applyAsInt(u.a));
            case Binary b -> new Binary(b.function, number.applyAsInt(b.a), number.applyAsInt(b.b));
            case Fma f -> new Fma(number.applyAsInt(f.a), number.applyAsInt(f.b), number.applyAsInt(f.c));
            case Select s -> new Select(s.comparison, number.applyAsInt(s.a), number.applyAsInt(s.b),
                    number.applyAsInt(s.then), number.applyAsInt(s.otherwise));
            case Fold f -> new Fold(
                    f.streams.stream().map(stream -> renumbered(stream, number)).toList(),
                    renumbered(f.scalars, number), f.body);
        };
    }

    private static List<Integer> renumbered(List<Integer> values, IntUnaryOperator number) {
        return values.stream().map(number::applyAsInt).toList();
    }
}
