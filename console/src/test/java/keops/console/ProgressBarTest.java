package keops.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import keops.execution.Progress;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final String CLEAR = "\r\u001b[K";

    private final AtomicLong millis = new AtomicLong();

    /** What is written when a computation tells how far it is, at times that it sets. */
    private String told(boolean isTerminal, Consumer<ProgressBar> computation) {
        var err = new StringWriter();
        try (var bar = new ProgressBar("keops", new PrintWriter(err), isTerminal, () -> millis.get() * 1_000_000)) {
            computation.accept(bar);
        }
        return err.toString().replace(System.lineSeparator(), "\n");
    }

    private void at(long time, ProgressBar bar, long done, long total) {
        millis.set(time);
        bar.show(done, total);
    }

    @Test
    void aTerminalSeesItGrowAndGo() {
        String seen = told(true, bar -> {
            at(0, bar, 0, 200);
            at(299, bar, 10, 200);
            at(1000, bar, 50, 200);
            at(1299, bar, 60, 200);
            at(4000, bar, 200, 200);
        });
        assertEquals(CLEAR + "[##########..............................] 25%, 3 s left"
                + CLEAR + "[########################################] 100%, 0 s left" + CLEAR, seen);
    }

    @Test
    void aPipeGetsALineEveryFiveSeconds() {
        String seen = told(false, bar -> {
            for (int second = 0; second <= 12; second++) {
                at(1000L * second, bar, second, 1200);
            }
        });
        assertEquals("keops: 0% done, 20 min left\nkeops: 1% done, 20 min left\n", seen);
    }

    @Test
    void ofShortWorkNobodyHears() {
        assertEquals("", told(true, bar -> {
            at(0, bar, 0, 2);
            at(200, bar, 2, 2);
        }));
        millis.set(0);
        assertEquals("", told(false, bar -> {
            at(0, bar, 0, 2);
            at(4900, bar, 2, 2);
        }));
    }

    @Test
    void nothingToDoIsDone() {
        assertEquals("keops: 100% done\n", told(false, bar -> at(6000, bar, 0, 0)));
    }

    private static Progress pass(long number, long pairsDone, double pairsPerSecond) {
        return new Progress(number, 0, 10, pairsDone, 1_000_000, pairsPerSecond, Duration.ZERO,
                Optional.empty(), List.of());
    }

    @Test
    void aCallTellsItselfPassByPass() {
        String seen = told(false, bar -> {
            millis.set(5000);
            bar.progress(pass(1, 0, 0));
            millis.set(10_000);
            bar.progress(pass(1, 100_000, 10));
            millis.set(15_000);
            bar.progress(pass(2, 500_000, 10_000));
        });
        assertEquals("keops: 0% done\nkeops: 10% done, 25 h left\nkeops: pass 2: 50% done, 50 s left\n", seen);
    }
}
