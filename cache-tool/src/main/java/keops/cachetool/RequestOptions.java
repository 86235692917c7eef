package keops.cachetool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import keops.console.FloatingType;
import keops.console.ReductionOptions;
import keops.error.FormulaException;
import keops.tensor.DType;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options for requests: one reduction by options, or those of a file. */
final class RequestOptions {
    @Option(names = "--file", paramLabel = "FILE", required = true,
            description = "A file of many formulas. Each formula is a paragraph of lines such as 'formula: "
                    + "Exp(-SqDist(x,y))', 'alias: x = Vi(3)' and 'over: j', with the names of the options below; "
                    + "blank lines separate the paragraphs.")
    private Path file;

    @ArgGroup(exclusive = false)
    private One one;

    /** One reduction. */
    static final class One extends ReductionOptions {
        @Option(names = "--dtype", paramLabel = "TYPE", split = ",", defaultValue = "float32",
                converter = FloatingType.class, completionCandidates = FloatingType.class,
                description = "The element types of the arguments, as in float32,float64 (default: ${DEFAULT-VALUE}); "
                        + "there are ${COMPLETION-CANDIDATES}.")
        private List<DType> dtypes;

        @Option(names = "--gradient", paramLabel = "NAME", split = ",",
                description = "Also compile the kernels of the gradients by these arguments.")
        private List<String> gradients = List.of();

        /**
         * The reduction.
         *
         * @throws FormulaException if it is invalid
         */
        private Request request() {
            var request = new Request(formula(), weight(), aliases(), reduction(), index(),
                    dtypes.stream().distinct().toList(), gradients);
            request.check();
            return request;
        }
    }

    /**
     * The reductions, checked.
     *
     * @throws FormulaException if one is invalid
     * @throws IOException if the file cannot be read
     */
    List<Request> requests() throws IOException {
        return file == null ? List.of(one.request()) : RequestFile.read(file);
    }
}
