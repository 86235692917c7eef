package keops.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import keops.Genred;
import keops.Gradient;
import keops.console.ExitCode;
import keops.console.FloatingType;
import keops.console.ReductionOptions;
import keops.error.FormulaException;
import keops.tensor.DType;
import keops.tensor.Npy;
import keops.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Any formula over files of numbers. */
@Command(
        name = "reduce",
        sortOptions = false,
        description = "Reduces a formula over .npy, .npz and .csv files, and prints the result or writes it to a file.",
        footer = {
            "",
            "Example: the kernel density of 64-dimensional points at their own places.",
            "  keops reduce --formula 'Exp(-g * SqDist(x,y))' --over j \\",
            "    --alias 'g = Pm(1)' --alias 'x = Vi(64)' --alias 'y = Vj(64)' \\",
            "    --arg 0.005 --arg points.npy --arg points.npy --out density.npy"
        })
final class Reduce implements Callable<Integer> {
    private static final int PRINTED_ROWS = 10;
    private static final int PRINTED_COLUMNS = 8;
    private static final Path STANDARD_OUTPUT = Path.of("-");

    @Mixin
    private ReductionOptions reduced;

    @Option(names = "--arg", paramLabel = "FILE|NUMBERS",
            description = {
                "The data of one argument: a .npy file; an array in a .npz file, as in data.npz:x; columns of a .csv "
                        + "file, as in data.csv:lat,lon; or the numbers of a parameter, as in 0.5,2. Repeat the "
                        + "option in the order of the aliases. A file whose name is a number is written ./1. A "
                        + "file of shape (N) may stand for (N, 1).",
                "A .csv file has commas between columns and decimal points. Its first line names the columns, unless "
                        + "it consists of numbers. Columns are chosen by name or by number, as in data.csv:3 or "
                        + "data.csv:1-64; without a choice, all are taken. Their type is float64."
            })
    private List<String> arguments = List.of();

    @Option(names = "--dtype", paramLabel = "TYPE",
            converter = FloatingType.class, completionCandidates = FloatingType.class,
            description = "Convert all data to float16, bfloat16, float32 or float64 (default: the type of the files, "
                    + "if they agree; integers must fit exactly).")
    private DType dtype;

    @Option(names = "--gradient", paramLabel = "NAME",
            description = "Compute the gradient by this argument instead of the result; requires --cotangent. Repeat "
                    + "the option for several arguments.")
    private List<String> gradients = List.of();

    @Option(names = "--cotangent", paramLabel = "FILE|NUMBER",
            description = "The cotangent of the result: --gradient is the gradient of the sum of the results weighted "
                    + "by it. It is a file of the shape of the result, or one number for all.")
    private String cotangent;

    @Option(names = "--out", paramLabel = "FILE",
            description = "Write the result to this file, atomically (default: print its first and last rows). A .csv "
                    + "file gets one line per row, with all digits and no header; - prints these lines; every "
                    + "other name gets the .npy format. Repeat the option for a second output, such as the indices "
                    + "of Min_ArgMin, or for a second gradient.")
    private List<Path> files = List.of();

    @Option(names = "--json",
            description = "Print the whole result as JSON: the back end used, the seconds, and for each output its "
                    + "type, its shape, and its values as one list in C order, or its file. NaN, Infinity and "
                    + "-Infinity are strings.")
    private boolean json;

    @Mixin
    private ComputeOptions compute;

    @Spec
    private CommandSpec spec;

    private Reduce() {}

    @Override
    public Integer call() throws IOException {
        if (gradients.isEmpty() != (cotangent == null)) {
            throw new ParameterException(
                    spec.commandLine(), "--gradient and --cotangent come together, but one of them is missing");
        }
        if (json && files.contains(STANDARD_OUTPUT)) {
            throw new ParameterException(
                    spec.commandLine(), "--json and '--out -' both print the result: leave one of them out");
        }
        var computation = new WatchedCall(spec);
        Genred genred = compute.applyTo(reduced.builder()).progress(computation).build();
        Optional<Gradient> gradient = gradients.isEmpty()
                ? Optional.empty()
                : Optional.of(genred.gradient(gradients.toArray(String[]::new)));
        List<Given> given = arguments.stream().map(Given::parse).toList();
        for (Path file : files) {
            requireFolderOf(file);
        }
        requireNoFileTwice(given);
        try (Arena arena = Arena.ofShared()) {
            var inputs = new ArgumentLoader(arena, this::note);
            Tensor[] tensors = inputs.load(given, Optional.ofNullable(dtype), genred.arguments());
            if (gradient.isPresent()) {
                Tensor e = inputs.like(
                        Given.parse(cotangent), dtype != null, ArgumentLoader.computeType(tensors),
                        genred.outputShapes(tensors).getFirst());
                deliver(genred, computation, () -> gradient.get().call(arena, e, tensors));
            } else {
                deliver(genred, computation, () -> genred.callAll(arena, tensors));
            }
        }
        return ExitCode.OK;
    }

    /** Checks early that the folder exists, since a long computation should not fail at its end. */
    private static void requireFolderOf(Path file) throws NoSuchFileException {
        if (file.equals(STANDARD_OUTPUT)) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new FormulaException(file + ": cannot be written: it is a folder");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(file.toString(), null, "the folder " + folder + " does not exist");
        }
    }

    /** Checks that no output is also an input, under any name, and that no file is named for two outputs. */
    private void requireNoFileTwice(List<Given> given) throws IOException {
        var taken = new LinkedHashMap<Path, String>();
        Stream.concat(given.stream(), Optional.ofNullable(cotangent).map(Given::parse).stream())
                .forEach(one -> {
                    if (one instanceof Given.File file) {
                        taken.put(file.path(), "is an input of this reduction");
                    }
                });
        for (Path file : files) {
            for (var other : taken.entrySet()) {
                if (areTheSame(file, other.getKey())) {
                    throw new FormulaException("--out " + file + ": cannot be written: it " + other.getValue()
                            + (file.equals(other.getKey()) ? "" : ", by the name of " + other.getKey()));
                }
            }
            taken.put(file, "takes another output");
        }
    }

    /** Whether two paths name the same file, perhaps through links. */
    private static boolean areTheSame(Path a, Path b) throws IOException {
        return Files.exists(a) && Files.exists(b) && !a.equals(STANDARD_OUTPUT)
                ? Files.isSameFile(a, b)
                : a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }

    /** Writes an output to each named file, and prints the others. */
    private void deliver(Genred genred, WatchedCall computation, Supplier<List<Tensor>> call) throws IOException {
        List<Tensor> outputs = computation.timed(call);
        if (files.size() > outputs.size()) {
            throw new ParameterException(spec.commandLine(), "--out came " + files.size() + " times, but "
                    + (gradients.isEmpty() ? reduced.reduction().name() + " has " : "there are ") + outputs.size()
                    + (gradients.isEmpty() ? " output" : " gradient") + (outputs.size() == 1 ? "" : "s"));
        }
        PrintWriter console = spec.commandLine().getOut();
        for (int n = 0; n < files.size(); n++) {
            write(files.get(n), outputs.get(n), console);
        }
        if (json) {
            new ResultJson(computation.backend(genred), computation.seconds(), outputs, files).print(console);
            return;
        }
        for (Tensor output : outputs.subList(files.size(), outputs.size())) {
            if (files.contains(STANDARD_OUTPUT)) {
                note("an output, " + output.description() + ", is not printed: another --out takes it");
            } else {
                console.print(output.format(PRINTED_ROWS, PRINTED_COLUMNS));
            }
        }
    }

    private void write(Path file, Tensor output, PrintWriter console) throws IOException {
        if (file.equals(STANDARD_OUTPUT)) {
            CsvOutput.print(output, console);
            return;
        }
        if (CsvOutput.isMeantBy(file)) {
            CsvOutput.write(file, output);
        } else {
            Npy.write(file, output);
        }
        if (!json && !files.contains(STANDARD_OUTPUT)) {
            console.println(file + ": " + output.description());
        }
    }

    private void note(String text) {
        spec.commandLine().getErr().println("keops: note: " + text);
    }
}
