package keops;

import java.lang.foreign.Arena;
import java.util.Arrays;
import keops.error.BackendException;
import keops.execution.Backend;
import keops.tensor.DType;

/** What a fresh JVM without the vector module runs. */
final class WithoutVectorModule {
    private WithoutVectorModule() {}

    public static void main(String[] arguments) {
        Genred genred = Genred.of("Exp(-SqDist(x,y)) * b", "x = Vi(1)", "y = Vj(1)", "b = Vj(1)").axis(1).build();
        double[] result = genred.call(Arena.ofAuto(), Numbers.column(DType.FLOAT64, 0, 1),
                Numbers.column(DType.FLOAT64, 0, 1, 2), Numbers.column(DType.FLOAT64, 1, 10, 100)).toDoubleArray();
        System.out.println("back end " + genred.backend() + ", result " + Arrays.toString(result));
        try {
            Genred.of("1").backend(Backend.CPU).build();
        } catch (BackendException e) {
            System.out.println("BackendException: " + e.getMessage());
        }
    }
}
