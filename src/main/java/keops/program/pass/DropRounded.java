package keops.program.pass;

import keops.program.Program;
import keops.program.Scalar;
import keops.program.UnaryFunction;

/** Takes the marks of {@link UnaryFunction#ROUNDED} out of a program that nothing is fused in any more. */
public record DropRounded() implements Pass {
    @Override
    public Program apply(Program program) {
        return new Rewriting(program) {
            @Override
            int rewrite(int v, Scalar value) {
                return program.isRounded(v) ? now(value.operands().getFirst()) : copy(value);
            }
        }.run();
    }
}
