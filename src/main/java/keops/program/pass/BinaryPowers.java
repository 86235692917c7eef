package keops.program.pass;

import java.util.ArrayList;
import java.util.List;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.UnaryFunction;

/**
 * Makes the terms of sums of exponentials whose shifts are exponents in base 2: the first output is the exponent
 * {@code f log2 e}; then come the terms of the sums in two forms, of each the bare power {@code 2^(f log2 e - shift)}
 * first and the powers times 1 or times the weights after it. The first form shifts and multiplies at once, whose
 * rounding error grows with the size of the shift; it takes the negated shift, which is supplied, rank 0. The second
 * takes the exponent with the bits of the first output, and the shift itself, rank 1. An exponent that is written
 * {@code log 2^e} is e in base 2. Products are ordered as by {@link OrderProducts}.
 *
 * @param sums the number of sums, as for {@link RelativeExponentials}
 */
public record BinaryPowers(int sums) implements Pass {
    @Override
    public int outputs(int before) {
        return 1 + 2 * (1 + sums);
    }

    @Override
    public Program apply(Program program) {
        return new ProductRewriting(program) {
            @Override
            List<Integer> outputs() {
                int exponent = binaryExponent(program.outputs().getFirst());
                var outputs = new ArrayList<Integer>(List.of(exponent));
                int multiplied = builder.add(exponent, builder.add(new Scalar.Supplied(0, Stage.ROW)));
                int exact = builder.subtract(exponent, builder.add(new Scalar.Supplied(1, Stage.ROW)));
                add(multiplied, outputs);
                add(exact, outputs);
                return outputs;
            }

            private void add(int shifted, List<Integer> outputs) {
                int power = builder.unary(UnaryFunction.EXP2, shifted);
                outputs.add(power);
                addTerms(power, sums, outputs);
            }
        }.run();
    }
}
