package keops.cuda.call;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keops.cache.CompiledImage;
import keops.cache.ImageKind;
import keops.cuda.nvrtc.Target;
import keops.cuda.source.KernelSource;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Parser;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;

/** A compiler whose images say only what they were compiled by and for. */
class FakeCompiler implements ImageCompiler {
    private static final List<Integer> KNOWN = List.of(75, 80, 86, 90);

    final List<Target> compiled = new ArrayList<>();
    private final String version;

    FakeCompiler(String version) {
        this.version = version;
    }

    /** None. */
    static FakeCompiler missing() {
        return new FakeCompiler("none") {
            @Override
            public Optional<String> unavailabilityCause() {
                return Optional.of("there is no compiler.");
            }
        };
    }

    /** A source that has a snapshot. */
    static KernelSource source() {
        Declarations declarations = Declarations.of("x = Vi(17)", "y = Vj(17)", "b = Vj(1)");
        return KernelSource.of(Plan.of(Parser.parse("Exp(-SqDist(x,y)) * b", declarations), Optional.empty(),
                declarations.arguments(), Reduction.SUM, SumScheme.AUTO, Category.I), DType.FLOAT32);
    }

    @Override
    public Optional<String> unavailabilityCause() {
        return Optional.empty();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Target target(int architecture, boolean isPortable) {
        return KNOWN.contains(architecture)
                ? new Target(architecture, isPortable ? ImageKind.PTX : ImageKind.CUBIN)
                : new Target(KNOWN.getLast(), ImageKind.PTX);
    }

    @Override
    public CompiledImage compile(String source, List<String> options, Target target) {
        compiled.add(target);
        return new CompiledImage(target.kind(), target.architecture(),
                (target + " by " + version).getBytes(StandardCharsets.UTF_8), "", Map.of());
    }
}
