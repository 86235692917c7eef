package keops.program.pass;

import java.util.ArrayList;
import java.util.List;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.UnaryFunction;

/**
 * Makes the terms of sums of exponentials: the first output is the exponent f, after which come the terms of the sums
 * in two forms, {@code exp(f - shift)} times 1 or times the weights, and {@code 2^(f log2 e - shift)} times these. The
 * second form takes fewer operations, and its rounding error grows with the size of f. In the first, f is what the
 * first output is, bit by bit: f less the largest f is never positive. The negated shifts are supplied for each row:
 * rank 0 for the first form, rank 1 for the second. Products are ordered as by {@link OrderProducts}.
 *
 * @param sums the number of sums: as many as there are weights, or one more for the sum of the bare exponentials
 */
public record RelativeExponentials(int sums) implements Pass {
    @Override
    public int outputs(int before) {
        return 1 + 2 * sums;
    }

    @Override
    public Program apply(Program program) {
        return new ProductRewriting(program) {
            @Override
            List<Integer> outputs() {
                int exponent = rounded(program.outputs().getFirst());
                var outputs = new ArrayList<Integer>(List.of(exponent));
                addTerms(relativePower(exponent), sums, outputs);
                int binary = binaryExponent(program.outputs().getFirst());
                int shifted = builder.add(binary, builder.add(new Scalar.Supplied(1, Stage.ROW)));
                addTerms(builder.unary(UnaryFunction.EXP2, shifted), sums, outputs);
                return outputs;
            }
        }.run();
    }
}
