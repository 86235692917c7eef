package keops;

import java.lang.foreign.Arena;
import java.util.concurrent.CountDownLatch;
import keops.error.CancelledException;
import keops.execution.Backend;
import keops.tensor.Tensor;

/**
 * A server at work: while one long call keeps all helpers busy, small calls come with 480 kB of data each, all of which
 * go to many threads. In a small heap these must be let go when a call has ended.
 */
public final class ManySmallCalls {
    private static final int CALLS = 350;

    private ManySmallCalls() {}

    public static void main(String[] arguments) throws InterruptedException {
        Genred sum = Genred.of("Exp(-SqDist(x,y)) * b", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)").axis(1)
                .backend(Backend.CPU).build();
        var hasBegun = new CountDownLatch(1);
        Tensor points = Tensor.of(new float[1_200_000], 400_000, 3);
        Tensor weights = Tensor.of(new float[400_000], 400_000, 1);
        Thread longCall = new Thread(() -> {
            try {
                sum.progress(_ -> hasBegun.countDown()).call(Arena.ofAuto(), points, points, weights);
            } catch (CancelledException e) {
                System.out.println("the long call was running to the end");
            }
        });
        longCall.start();
        hasBegun.await();
        for (int call = 0; call < CALLS && longCall.isAlive(); call++) {
            Tensor mine = Tensor.of(new float[120_000], 40_000, 3);
            try (Arena arena = Arena.ofConfined()) {
                sum.call(arena, mine, Tensor.of(new float[60], 20, 3), Tensor.of(new float[20], 20, 1));
            }
        }
        longCall.interrupt();
        longCall.join();
    }
}
