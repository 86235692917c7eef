package keops.cachetool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keops.console.FloatingType;
import keops.error.FormulaException;
import keops.reduction.Reduction;
import keops.tensor.DType;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which reductions are meant: one by options, or those of a file. */
final class RequestOptions {
    @Option(names = "--file", paramLabel = "FILE", required = true,
            description = {
                "A file with many formulas: paragraphs of lines like 'formula: Exp(-SqDist(x,y))', 'alias: x = Vi(3)',",
                "with the names of the options below, and blank lines between the formulas."
            })
    private Path file;

    @ArgGroup(exclusive = false)
    private One one;

    /** One reduction. */
    static final class One {
        @Option(names = "--formula", paramLabel = "F", required = true,
                description = "The formula, as in 'Exp(-g * SqDist(x,y)) * b'.")
        private String formula;

        @Option(names = "--alias", paramLabel = "ALIAS",
                description = {
                    "One argument, as in 'x = Vi(3)': Vi is indexed by i, Vj by j, Pm is a parameter.",
                    "Repeat it for every argument, in order."
                })
        private List<String> aliases = List.of();

        @Option(names = "--weight", paramLabel = "F2",
                description = "The weight formula of a sum of exponentials, over the same arguments.")
        private String weight;

        @Option(names = "--reduction", paramLabel = "NAME", defaultValue = "Sum",
                description = "What is made of the values along the axis (default: ${DEFAULT-VALUE}).")
        private String reduction;

        @Option(names = "--k", paramLabel = "K", defaultValue = "0",
                description = "How many values KMin, ArgKMin and KMin_ArgKMin keep.")
        private int k;

        @Option(names = "--axis", paramLabel = "AXIS", defaultValue = "0",
                description = "The axis that is reduced: 0 for i, 1 for j (default: ${DEFAULT-VALUE}).")
        private int axis;

        @Option(names = "--dtype", paramLabel = "TYPE", split = ",", defaultValue = "float32",
                converter = FloatingType.class, completionCandidates = FloatingType.class,
                description = "float32, float64 or both (default: ${DEFAULT-VALUE}).")
        private List<DType> dtypes;

        @Option(names = "--gradient", paramLabel = "NAME", split = ",",
                description = "Also what computes the gradient by these arguments.")
        private List<String> gradients = List.of();

        /**
         * The reduction.
         *
         * @throws FormulaException if it makes no sense
         */
        private Request request() {
            var request = new Request(formula, Optional.ofNullable(weight), aliases, Reduction.named(reduction, k),
                    axis, dtypes.stream().distinct().toList(), gradients);
            request.check();
            return request;
        }
    }

    /**
     * The reductions, checked.
     *
     * @throws FormulaException if one makes no sense
     * @throws IOException if the file cannot be read
     */
    List<Request> requests() throws IOException {
        return file == null ? List.of(one.request()) : RequestFile.read(file);
    }
}
