package keops.cpu.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;
import keops.program.UnaryFunction;
import keops.reduction.SumScheme;

/** Programs of tests, written value by value. */
public final class Programs {
    private final List<Scalar> values = new ArrayList<>();

    public int add(Scalar value) {
        values.add(value);
        return values.size() - 1;
    }

    public int row(int component) {
        return add(new Scalar.Load(0, component, Stage.ROW));
    }

    public int column(int component) {
        return add(new Scalar.Load(1, component, Stage.COLUMN));
    }

    public int parameter(int component) {
        return add(new Scalar.Load(2, component, Stage.PARAMETER));
    }

    public int constant(double value) {
        return add(new Scalar.Constant(value));
    }

    public int supplied(int rank) {
        return add(new Scalar.Supplied(rank, Stage.ROW));
    }

    public int of(UnaryFunction function, int a) {
        return add(new Scalar.Unary(function, a));
    }

    public int of(BinaryFunction function, int a, int b) {
        return add(new Scalar.Binary(function, a, b));
    }

    /** The squared distance of a row and a column. */
    public int squaredDistance(int dim) {
        int[] differences = IntStream.range(0, dim)
                .map(d -> of(BinaryFunction.SUBTRACT, row(d), column(d)))
                .toArray();
        int sum = of(BinaryFunction.MULTIPLY, differences[0], differences[0]);
        for (int d = 1; d < dim; d++) {
            sum = add(new Scalar.Fma(differences[d], differences[d], sum));
        }
        return sum;
    }

    /** 2 to the negated squared distance. */
    public int gaussian(int dim) {
        return of(UnaryFunction.EXP2, of(UnaryFunction.NEGATE, squaredDistance(dim)));
    }

    /** The scalar product of a row and a column, as a loop over their components. */
    public int scalarProduct(int length) {
        List<Integer> x = IntStream.range(0, length).map(this::row).boxed().toList();
        List<Integer> y = IntStream.range(0, length).map(this::column).boxed().toList();
        var body = new Program(
                List.of(new Scalar.Load(0, 0, Stage.ROW), new Scalar.Load(1, 0, Stage.COLUMN),
                        new Scalar.Binary(BinaryFunction.MULTIPLY, 0, 1)),
                List.of(2));
        return add(new Scalar.Fold(List.of(x, y), List.of(), body));
    }

    public Staged staged(int... outputs) {
        return Staged.of(new Program(values, Arrays.stream(outputs).boxed().toList()));
    }

    /** Sums of some values. */
    public static List<Epilogue> sums(SumScheme scheme, int... values) {
        return Arrays.stream(values)
                .<Epilogue>mapToObj(v -> new Epilogue.Sum(v, scheme))
                .collect(Collectors.toList());
    }
}
