package keops.program.pass;

import keops.program.Program;

/** Orders products so that each part is computed at its stage, as {@link ProductRewriting} tells. */
public record OrderProducts() implements Pass {
    @Override
    public Program apply(Program program) {
        return new ProductRewriting(program).run();
    }
}
