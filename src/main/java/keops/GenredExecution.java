package keops;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import keops.error.BackendException;
import keops.error.FormulaException;
import keops.reduction.DistanceForm;
import keops.reduction.Ranges;

/** Where and how a {@link Genred} runs: each method gives another reduction, which shares its kernels. */
public sealed interface GenredExecution permits Genred {
    private Genred self() {
        return (Genred) this;
    }

    /**
     * The same reduction on another back end, with the kernels that were made already.
     *
     * @throws BackendException if it cannot run in this JVM or on this machine
     */
    default Genred backend(Backend other) {
        return self().with(self().execution().on(Objects.requireNonNull(other, "backend")));
    }

    /**
     * The same reduction on another back end, by the name of the original documentation: {@code auto}, {@code CPU},
     * {@code GPU}, {@code GPU_1D}, {@code GPU_2D}.
     *
     * @throws BackendException if there is none of that name, or it cannot run in this JVM or on this machine
     */
    default Genred backend(String backend) {
        return backend(Backend.named(backend));
    }

    /**
     * The same reduction on a GPU of a number, {@code device_id} of the original documentation; -1 for the default one.
     * Where the back end is {@link Backend#AUTO}, it computes; the back ends of the CPU have no use for it.
     *
     * @throws FormulaException if it is less than -1
     * @throws BackendException if there is no such GPU, with what this machine lacks
     */
    default Genred device(int number) {
        return self().with(self().execution().onDevice(number));
    }

    /**
     * The same reduction with its rows split over some GPUs, which work at the same time. The data have to be on the host.
     *
     * @param numbers the numbers of the GPUs, from 0
     * @throws FormulaException if there is none, or a number is negative
     * @throws BackendException if there is no such GPU, with what this machine lacks
     */
    default Genred devices(Integer... numbers) {
        Objects.requireNonNull(numbers, "numbers");
        return self().with(self().execution().onDevices(List.of(numbers)));
    }

    /**
     * The same reduction with at most so many threads per call, the calling one included, and with the kernels that were
     * made already.
     *
     * @throws FormulaException if it is less than 1
     */
    default Genred threads(int most) {
        return self().with(self().execution().withThreads(most));
    }

    /** The same reduction with fast or accurate functions on GPUs; see {@link GenredBuilder#fastMath}. */
    default Genred fastMath(boolean value) {
        return self().with(self().execution().withFastMath(value));
    }

    /** The same reduction with another form of distances on GPUs; see {@link GenredBuilder#distances}. */
    default Genred distances(DistanceForm value) {
        return self().with(self().execution().withDistances(Objects.requireNonNull(value, "distances")));
    }

    /**
     * The same reduction over some of the pairs only, which its gradients take too; with the kernels that were made
     * already. Rows without pairs take the neutral value of the reduction. The sizes of a call must cover the ranges; with
     * leading axes they hold for each element.
     */
    default Genred ranges(Ranges pairs) {
        return self().with(self().execution().withRanges(Optional.of(Objects.requireNonNull(pairs, "pairs"))));
    }

    /**
     * The same reduction, whose calls, and those of its derivatives, tell a listener how far they have come; with the
     * kernels that were made already.
     */
    default Genred progress(ProgressListener listener) {
        return self().watchedBy(self().watching().withListener(listener));
    }

    /**
     * The same reduction, whose calls, and those of its derivatives, end with a
     * {@link keops.error.CancelledException} if they take longer; with the kernels that were made already.
     *
     * @param longest the longest time from the beginning of a call to its end
     * @throws FormulaException if it is not positive
     */
    default Genred deadline(Duration longest) {
        return self().watchedBy(self().watching().withDeadline(longest));
    }
}
