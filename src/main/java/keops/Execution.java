package keops;

import java.util.List;
import java.util.Optional;
import keops.cuda.Cuda;
import keops.cuda.source.GeneratorOptions;
import keops.error.FormulaException;
import keops.reduction.DistanceForm;
import keops.reduction.Ranges;
import keops.tensor.DType;

/**
 * Where and how a reduction is computed.
 *
 * @param accumulator the type that sums are accumulated in; null for that of the arguments
 * @param backend the back end, one that can run here
 * @param threads the most threads per call, the calling one included
 * @param devices the numbers of the GPUs that share the rows; none for the default one; the other back ends have no use
 *     for them
 * @param ranges the pairs that are taken; empty for all
 * @param options what the user wants of kernels for GPUs
 */
record Execution(
        DType accumulator,
        Backend backend,
        int threads,
        List<Integer> devices,
        Optional<Ranges> ranges,
        GeneratorOptions options) {
    static final int DEFAULT_DEVICE = -1;

    Execution {
        checkThreads(threads);
        devices = List.copyOf(devices);
        devices.forEach(Execution::checkDevice);
    }

    static void checkThreads(int most) {
        if (most < 1) {
            throw new FormulaException("the number of threads must be at least 1, but is " + most);
        }
    }

    static void checkDevice(int number) {
        if (number < DEFAULT_DEVICE) {
            throw new FormulaException("the device must be a number from 0, or -1 for the default one, but is " + number);
        }
    }

    /** The fastest back end with all cores. */
    static Execution standard() {
        return new Execution(null, Engines.available(Backend.AUTO), Runtime.getRuntime().availableProcessors(),
                List.of(), Optional.empty(), GeneratorOptions.DEFAULT);
    }

    Execution accumulatingIn(DType type) {
        return new Execution(type, backend, threads, devices, ranges, options);
    }

    Execution on(Backend wanted) {
        return new Execution(accumulator, Engines.available(wanted), threads, devices, ranges, options);
    }

    Execution withThreads(int most) {
        return new Execution(accumulator, backend, most, devices, ranges, options);
    }

    Execution onDevice(int number) {
        checkDevice(number);
        return number == DEFAULT_DEVICE ? with(List.of()) : with(List.of(number));
    }

    private Execution with(List<Integer> numbers) {
        numbers.forEach(Cuda::requireDevice);
        return new Execution(accumulator, backend, threads, numbers, ranges, options);
    }

    Execution onDevices(List<Integer> numbers) {
        if (numbers.isEmpty() || numbers.contains(DEFAULT_DEVICE)) {
            throw new FormulaException("rows are split over devices with numbers from 0, but the devices are " + numbers);
        }
        numbers.forEach(Execution::checkDevice);
        return with(numbers);
    }

    Execution withFastMath(boolean isFast) {
        return withOptions(new GeneratorOptions(isFast, options.distances()));
    }

    Execution withDistances(DistanceForm form) {
        return withOptions(new GeneratorOptions(options.fastMath(), form));
    }

    private Execution withOptions(GeneratorOptions chosen) {
        return new Execution(accumulator, backend, threads, devices, ranges, chosen);
    }

    /** The back end that is wished for: who names a GPU wishes for GPUs. */
    Backend wanted() {
        return backend == Backend.AUTO && !devices.isEmpty() ? Backend.GPU : backend;
    }

    /** The number of the first GPU, or -1 for the default one. */
    int device() {
        return devices.isEmpty() ? DEFAULT_DEVICE : devices.getFirst();
    }

    Execution withRanges(Optional<Ranges> pairs) {
        return new Execution(accumulator, backend, threads, devices, pairs, options);
    }
}
