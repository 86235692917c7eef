package keops.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import keops.Genred;
import keops.console.ExitCode;
import keops.examples.data.LabelledImages;
import keops.reduction.Reduction;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Nearest neighbours on real data: classifies handwritten digits. */
@Command(
        name = "digits",
        sortOptions = false,
        description = {
            "Classifies images by their K nearest neighbours.",
            "The first images are the references. Each of the others gets the label of the majority of its K nearest "
                    + "references, by ArgKMin of squared distances; a tie goes to the lowest label."
        })
final class Digits implements Callable<Integer> {
    @Option(names = "--images", paramLabel = "FILE.npy",
            description = "The images, one per row (default: the digits of the repository).")
    private Path images;

    @Option(names = "--labels", paramLabel = "FILE.npy", description = "The label of each image, int64 from 0 on.")
    private Path labels;

    @Option(names = "--references", paramLabel = "COUNT", defaultValue = "1000",
            description = "The number of references (default: ${DEFAULT-VALUE}).")
    private long references;

    @Option(names = "--k", paramLabel = "K", defaultValue = "1",
            description = "The number of neighbours (default: ${DEFAULT-VALUE}).")
    private int k;

    @Mixin
    private ComputeOptions compute;

    @Spec
    private CommandSpec spec;

    private Digits() {}

    @Override
    public Integer call() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            LabelledImages digits = LabelledImages.read(images, labels, arena);
            Tensor x = digits.images();
            Tensor label = digits.labels();
            if (references < 1 || references >= x.size(0)) {
                throw new ParameterException(spec.commandLine(),
                        "--references must be from 1 to " + (x.size(0) - 1) + ", but is " + references);
            }
            long dim = x.size(1);
            Genred nearest = compute.applyTo(Genred.of("SqDist(x,y)", "x = Vi(" + dim + ")", "y = Vj(" + dim + ")")
                            .reduction(Reduction.argKMin(k))
                            .axis(1))
                    .build();
            Tensor neighbours = nearest.call(arena, x.rows(references, x.size(0)), x.rows(0, references));
            long errors = 0;
            for (long i = 0; i < neighbours.size(0); i++) {
                errors += Votes.majority(neighbours, i, k, label) == label.longAt(references + i) ? 0 : 1;
            }
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%d of %d digits misclassified by their %d nearest of %d references (%.1f %%)%n",
                    errors, neighbours.size(0), k, references, 100.0 * errors / neighbours.size(0));
            return ExitCode.OK;
        }
    }
}
