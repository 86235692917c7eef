package keops.program.pass;

import java.util.List;
import keops.program.Program;
import keops.program.Scalar;

/** Negates the outputs: the largest values are the smallest of the negated ones. */
public record Negate() implements Pass {
    @Override
    public Program apply(Program program) {
        return new Rewriting(program) {
            @Override
            int rewrite(int v, Scalar value) {
                return copy(value);
            }

            @Override
            List<Integer> outputs() {
                return program.outputs().stream().map(output -> builder.negate(now(output))).toList();
            }
        }.run();
    }
}
