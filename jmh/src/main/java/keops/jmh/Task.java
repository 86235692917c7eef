package keops.jmh;

import keops.Genred;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;

/** The computation of a workload, for any sizes. */
sealed interface Task {
    /** The numbers in a row of the result. */
    int resultWidth(WorkloadShape shape);

    /** The type of the result. */
    default DType resultType() {
        return DType.FLOAT32;
    }

    /** The name of the C++ program for any sizes. */
    String plainName();

    /** The computation by this library; its kernels are compiled at the first call. */
    Computation prepare(Data data, Backend backend, int threads);

    /** {@code a_i = sum_j k(x_i, y_j) b_j}. */
    record Product(RadialKernel kernel) implements Task {
        @Override
        public int resultWidth(WorkloadShape shape) {
            return shape.width();
        }

        @Override
        public String plainName() {
            return "plain_" + kernel.label() + "_product";
        }

        @Override
        public Computation prepare(Data data, Backend backend, int threads) {
            Genred product = reduction(data.shape(), backend, threads);
            return result -> product.callInto(result, data.gamma(), data.x(), data.y(), data.b());
        }

        private Genred reduction(WorkloadShape shape, Backend backend, int threads) {
            return Genred.of(kernel.formula() + " * B", shape.parameterPointsAndWeights())
                    .axis(1)
                    .backend(backend)
                    .threads(threads)
                    .build();
        }
    }

    /** The gradient by x of {@code sum_i (e_i | sum_j k(x_i, y_j) b_j)}. */
    record ProductGradient(RadialKernel kernel) implements Task {
        @Override
        public int resultWidth(WorkloadShape shape) {
            return shape.dim();
        }

        @Override
        public String plainName() {
            return "plain_" + kernel.label() + "_gradient";
        }

        @Override
        public Computation prepare(Data data, Backend backend, int threads) {
            Genred gradient = new Product(kernel)
                    .reduction(data.shape(), backend, threads)
                    .gradient("X")
                    .reductions()
                    .getFirst();
            return result -> gradient.callInto(result, data.gamma(), data.x(), data.y(), data.b(), data.e());
        }
    }

    /** {@code a_i = log sum_j exp(-g |x_i - y_j|^2)}. */
    record LogSumExp() implements Task {
        @Override
        public int resultWidth(WorkloadShape shape) {
            return 1;
        }

        @Override
        public String plainName() {
            return "plain_logsumexp";
        }

        @Override
        public Computation prepare(Data data, Backend backend, int threads) {
            Genred logSum = Genred.of("-G * SqDist(X,Y)", data.shape().parameterAndPoints())
                    .reduction(Reduction.LOG_SUM_EXP)
                    .axis(1)
                    .backend(backend)
                    .threads(threads)
                    .build();
            return result -> logSum.callInto(result, data.gamma(), data.x(), data.y());
        }
    }

    /** The indices of the K nearest columns, where K is the width of the shape. */
    record Nearest() implements Task {
        @Override
        public int resultWidth(WorkloadShape shape) {
            return shape.width();
        }

        @Override
        public DType resultType() {
            return DType.INT64;
        }

        @Override
        public String plainName() {
            return "plain_nearest";
        }

        @Override
        public Computation prepare(Data data, Backend backend, int threads) {
            Genred nearest = Genred.of("SqDist(X,Y)", data.shape().points())
                    .reduction(Reduction.argKMin(data.shape().width()))
                    .axis(1)
                    .backend(backend)
                    .threads(threads)
                    .build();
            return result -> nearest.callInto(result, data.x(), data.y());
        }
    }
}
