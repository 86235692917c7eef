package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.UnaryFunction;
import org.junit.jupiter.api.Test;

/** Passes run in their order, and the program is verified after each. */
class PipelineTest {
    @Test
    void namesStandInTheOrderOfThePasses() {
        Pipeline pipeline = Pipeline.of(new Unfold(3), new ScaleExponents(false))
                .then(Pipeline.of(Contract.all(), ShortenChains.all(), new DropRounded()));
        assertEquals("Unfold > ScaleExponents > Contract > ShortenChains > DropRounded", pipeline.toString());
    }

    @Test
    void aPipelineIsItsPassesOneAfterTheOther() {
        RandomPrograms.each((seed, program) -> assertEquals(
                new DropRounded().apply(Contract.all().apply(new OrderProducts().apply(program))),
                Pipeline.of(new OrderProducts(), Contract.all(), new DropRounded()).apply(program), "seed " + seed));
    }

    /** Takes a value that comes after what uses it. */
    private record Broken() implements Pass {
        @Override
        public Program apply(Program program) {
            return new Program(List.of(new Scalar.Unary(UnaryFunction.ABS, 1), new Scalar.Constant(1)), List.of(0));
        }
    }

    /** Loses outputs. */
    private record Forgetful() implements Pass {
        @Override
        public Program apply(Program program) {
            return new Program(program.values(), List.of());
        }
    }

    @Test
    void aBrokenPassIsToldByItsName() {
        Program program = RandomPrograms.draw(1);
        assertTrue(Pipeline.class.desiredAssertionStatus(), "assertions are enabled in tests");
        var broken = assertThrows(AssertionError.class, () -> Pipeline.of(new Broken()).apply(program));
        assertTrue(broken.getMessage().startsWith("Broken: value 0 takes 1"), broken.getMessage());
        var forgetful = assertThrows(AssertionError.class, () -> Pipeline.of(new Forgetful()).apply(program));
        assertTrue(forgetful.getMessage().startsWith("Forgetful: 0 outputs, not "), forgetful.getMessage());
    }
}
