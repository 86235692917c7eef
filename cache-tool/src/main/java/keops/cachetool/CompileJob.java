package keops.cachetool;

import java.util.List;
import java.util.stream.Stream;
import keops.Genred;
import keops.cache.KernelStore;
import keops.cuda.Precompiled;
import keops.error.KeopsException;
import keops.tensor.DType;

/**
 * Kernels that are compiled one after the other: those of a reduction, or of a gradient, for one type and one target.
 *
 * @param title what they compute, for messages
 * @param dtype the type that they compute in
 * @param target what they are compiled for
 * @param work compiles and keeps them
 */
record CompileJob(String title, DType dtype, Architecture target, Work work) {
    /** Compiles. */
    interface Work {
        List<Precompiled> run(DType dtype, int architecture);
    }

    /** What became of a job. */
    sealed interface Outcome {
        /** It is done. */
        record Done(List<Precompiled> kernels) implements Outcome {
            /** Copies the list. */
            public Done {
                kernels = List.copyOf(kernels);
            }
        }

        /** It failed. */
        record Failed(CompileJob job, KeopsException failure) implements Outcome {}

        /** It was not begun, because another one had failed. */
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
            var gradients = new CompileJob("gradient by " + String.join(", ", names) + " of " + request.formula(), dtype,
                    target, (type, architecture) -> genred.gradient(names).kernels().precompile(type, architecture, store));
            return Stream.of(values, gradients);
        });
    }

    /** Does it; a mistake of the user, and what the compiler refuses, is an outcome. */
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
