package keops.examples;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Variable;
import keops.tensor.DType;
import keops.tensor.Npy;
import keops.tensor.Npz;
import keops.tensor.Tensor;

/** Loads the arguments of a reduction as tensors of one element type, or of integers. Files of that type are mapped. */
final class ArgumentLoader {
    private final Arena arena;
    private final Consumer<String> notes;

    /**
     * Constructs a loader.
     *
     * @param arena the arena of the tensors
     * @param notes receives notes about conversions
     */
    ArgumentLoader(Arena arena, Consumer<String> notes) {
        this.arena = arena;
        this.notes = notes;
    }

    /**
     * Loads all arguments.
     *
     * @param given the values on the command line, in order
     * @param wanted the element type of all tensors; if empty, all files except those of integers must have the same
     *     type
     * @param declared the declared arguments; their number may differ from that of the values
     */
    Tensor[] load(List<Given> given, Optional<DType> wanted, List<Variable> declared) throws IOException {
        var known = new HashMap<Given, Tensor>();
        var files = new ArrayList<Tensor>();
        for (Given one : given) {
            if (one instanceof Given.File file && !known.containsKey(one)) {
                known.put(one, map(file));
            }
            files.add(known.get(one));
        }
        boolean converts = wanted.isPresent();
        DType dtype = converts ? wanted.get() : commonType(given, files);
        var tensors = new Tensor[given.size()];
        for (int k = 0; k < tensors.length; k++) {
            tensors[k] = switch (given.get(k)) {
                case Given.Numbers numbers -> Tensor.vector(
                        dtype, numbers.values().stream().mapToDouble(Double::doubleValue).toArray());
                case Given.File file -> {
                    Tensor whole = files.get(k);
                    boolean staysWhole = !whole.dtype().isFloating() && !converts;
                    Tensor tensor = staysWhole ? whole : converted(file, whole, dtype);
                    yield k < declared.size() ? asDeclared(file, tensor, declared.get(k)) : tensor;
                }
            };
        }
        return tensors;
    }

    /** The compute type of a reduction of these tensors: integers follow the others. */
    static DType computeType(Tensor... tensors) {
        return Arrays.stream(tensors)
                .map(Tensor::dtype)
                .filter(DType::isFloating)
                .map(DType::compute)
                .findFirst()
                .orElse(DType.FLOAT64);
    }

    /**
     * Loads the weights of a result.
     *
     * @param given a file, or one number for all
     * @param converts whether a file of another element type is converted
     * @param dtype the element type of the result
     * @param shape the shape of the result
     */
    Tensor like(Given given, boolean converts, DType dtype, long[] shape) throws IOException {
        return switch (given) {
            case Given.Numbers(List<Double> values) -> {
                if (values.size() != 1) {
                    throw new FormulaException("the cotangent must be a file, or one number for all, but "
                            + values.size()
                            + " numbers came");
                }
                Tensor filled = Tensor.allocate(arena, dtype, shape);
                for (long k = 0; k < filled.count(); k++) {
                    filled.setDoubleAt(k, values.getFirst());
                }
                yield filled;
            }
            case Given.File file -> {
                Tensor tensor = map(file);
                if (tensor.dtype() != dtype && !converts) {
                    throw new FormulaException("the cotangent must have the element type of the result, but "
                            + name(file) + " is " + tensor.dtype() + " and that is " + dtype
                            + ": --dtype float32 or --dtype float64 converts them");
                }
                Tensor fitting = converted(file, tensor, dtype);
                boolean isColumn = fitting.rank() == 1 && shape.length == 2 && shape[1] == 1;
                yield isColumn ? fitting.reshape(fitting.count(), 1) : fitting;
            }
        };
    }

    private Tensor map(Given.File file) throws IOException {
        if (Files.notExists(file.path())) {
            throw new FormulaException(file.path() + ": no such file, and not a list of numbers either");
        }
        return switch (file) {
            case Given.Csv csv -> CsvInput.read(csv, arena);
            case Given.Npy npy -> map(npy);
        };
    }

    private Tensor map(Given.Npy file) throws IOException {
        if (file.isArchive() && file.member().isEmpty()) {
            throw new FormulaException(file + ": which array? Name it, as in " + file + ":NAME; there are: "
                    + String.join(", ", Npz.names(file.path())));
        }
        return file.isArchive() ? Npz.read(file.path(), file.member(), arena) : Npy.map(file.path(), arena);
    }

    private static DType commonType(List<Given> given, List<Tensor> files) {
        int first = -1;
        for (int k = 0; k < files.size(); k++) {
            Tensor file = files.get(k);
            if (file == null || !file.dtype().isFloating()) {
                continue;
            }
            if (first >= 0 && file.dtype() != files.get(first).dtype()) {
                throw new FormulaException("the files must have one element type, but " + name(given.get(first))
                        + " is "
                        + files.get(first).dtype() + " and " + name(given.get(k)) + " is " + file.dtype()
                        + ": --dtype float32 or --dtype float64 converts them");
            }
            first = first >= 0 ? first : k;
        }
        return first >= 0 ? files.get(first).dtype() : DType.FLOAT64;
    }

    private static String name(Given given) {
        return given.toString();
    }

    private Tensor converted(Given.File file, Tensor tensor, DType dtype) {
        if (tensor.dtype() == dtype) {
            return tensor;
        }
        if (file instanceof Given.Npy) {
            notes.accept(file + ": converted from " + tensor.dtype() + " to " + dtype);
        }
        Tensor result = Tensor.allocate(arena, dtype, tensor.shape());
        for (long k = 0; k < tensor.count(); k++) {
            double value = tensor.doubleAt(k);
            result.setDoubleAt(k, value);
            if (Double.isFinite(value) && !Double.isFinite(result.doubleAt(k))) {
                throw new FormulaException(file + ": element " + k + ", " + value + ", is too large for "
                        + dtype);
            }
        }
        return result;
    }

    /**
     * The tensor in the declared shape: one of shape (N) becomes (N, 1) for an alias of dimension 1; a parameter in a
     * .csv file may be a row or a column.
     */
    private static Tensor asDeclared(Given.File file, Tensor tensor, Variable variable) {
        if (variable.category() == Category.PARAMETER) {
            boolean isOneRow = file instanceof Given.Csv && (tensor.size(0) == 1 || tensor.size(1) == 1);
            return isOneRow ? tensor.reshape(tensor.count()) : tensor;
        }
        boolean isColumn = variable.dim() == 1 && tensor.rank() == 1;
        return isColumn ? tensor.reshape(tensor.count(), 1) : tensor;
    }
}
