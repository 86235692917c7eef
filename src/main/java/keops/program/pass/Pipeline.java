package keops.program.pass;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keops.program.Program;

/**
 * Passes in the order in which they are run. Where assertions are enabled, as they are in tests, the program is
 * verified before the first pass and after each.
 *
 * @param passes the passes
 */
public record Pipeline(List<Pass> passes) {
    /** Copies the list. */
    public Pipeline {
        passes = List.copyOf(passes);
    }

    /** A pipeline of some passes. */
    public static Pipeline of(Pass... passes) {
        return new Pipeline(List.of(passes));
    }

    /** This pipeline, and another one after it. */
    public Pipeline then(Pipeline next) {
        return new Pipeline(Stream.concat(passes.stream(), next.passes.stream()).toList());
    }

    /** Runs all passes. */
    public Program apply(Program program) {
        assert Verifier.verify("the program that is given", program);
        Program rewritten = program;
        for (Pass pass : passes) {
            int outputs = pass.outputs(rewritten.outputs().size());
            rewritten = pass.apply(rewritten);
            assert Verifier.verify(pass.name(), rewritten) && Verifier.verifyOutputs(pass.name(), rewritten, outputs);
        }
        return rewritten;
    }

    /** The names of the passes. */
    @Override
    public String toString() {
        return passes.stream().map(Pass::name).collect(Collectors.joining(" > "));
    }
}
