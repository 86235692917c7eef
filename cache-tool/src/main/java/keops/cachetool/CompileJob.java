package keops.cachetool;

import java.util.List;
import java.util.stream.Stream;
import keops.Genred;
import keops.cache.KernelStore;
import keops.cuda.Precompiled;
import keops.error.KeopsException;
import keops.tensor.DType;

/**
 * A job that compiles the kernels of a reduction, or of a gradient, for one type and one target.
 *
 * @param title what the kernels compute, for messages
 * @param dtype the compute type
 * @param target the target architecture
 * @param work compiles and stores them
 */
record CompileJob(String title, DType dtype, Architecture target, Work work) {
    /** The compilation. */
    interface Work {
        List<Precompiled> run(DType dtype, int architecture);
    }

    /** The outcome of a job. */
    sealed interface Outcome {
        /** The job succeeded. */
        record Done(List<Precompiled> kernels) implements Outcome {
            /** Copies the list. */
            public Done {
                kernels = List.copyOf(kernels);
            }
        }

        /** The job failed. */
        record Failed(CompileJob job, KeopsException failure) implements Outcome {}

        /** The job was not started, because another one had failed. */
        record Skipped(CompileJob job) implements Outcome {}
    }

    /** The jobs for a request, for one target. */
    static Stream<CompileJob> of(Request request, Architecture target, KernelStore store) {
        Genred genred = request.genred();
        return request.dtypes().stream().flatMap(dtype -> {
            var values = new CompileJob(request.formula(), dtype, target,
                    (type, architecture) -> genred.kernels().precompile(type, architecture, store));
            if (request.gradients().isEmpty()) {
                return Stream.of(values);
            }
            String[] names = request.gradients().toArray(String[]::new);
            String what = "gradient by " + String.join(", ", names) + " of " + request.formula();
            var gradients = new CompileJob(what, dtype, target,
                    (type, architecture) -> genred.gradient(names).kernels().precompile(type, architecture, store));
            return Stream.of(values, gradients);
        });
    }

    /** Runs the job; errors of the user and of the compiler are outcomes. */
    Outcome run() {
        try {
            return new Outcome.Done(work.run(dtype, target.architecture()));
        } catch (KeopsException e) {
            return new Outcome.Failed(this, e);
        }
    }

    @Override
    public String toString() {
        return title + ", " + dtype + ", " + target;
    }
}
