package keops.program.pass;

import java.util.ArrayList;
import java.util.List;
import keops.program.Program;

/**
 * Makes the terms of sums of exponentials relative to exponents: the first output is the exponent f, the second the
 * bare power {@code exp(f - shift)}, in which f has the bits of the first; the others are the powers times 1 or times
 * the weights. The negated shift is supplied. Products are ordered as by {@link OrderProducts}.
 *
 * @param sums the number of sums, as for {@link RelativeExponentials}
 */
public record ShiftedExponentials(int sums) implements Pass {
    @Override
    public int outputs(int before) {
        return 2 + sums;
    }

    @Override
    public Program apply(Program program) {
        return new ProductRewriting(program) {
            @Override
            List<Integer> outputs() {
                int exponent = rounded(program.outputs().getFirst());
                int power = relativePower(exponent);
                var outputs = new ArrayList<Integer>(List.of(exponent, power));
                addTerms(power, sums, outputs);
                return outputs;
            }
        }.run();
    }
}
