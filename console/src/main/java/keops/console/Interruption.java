package keops.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C and other signals that end the JVM do to a command: its thread is interrupted, and the JVM waits until it has
 * told so and has taken away what is half written.
 */
final class Interruption {
    /** A command that does not hear is not waited for any longer. */
    private static final long LONGEST_SECONDS = 5;

    private final CountDownLatch ended = new CountDownLatch(1);

    /** From now on, signals interrupt a thread. */
    Interruption(Thread command) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(command), "interruption"));
    }

    /** A command that has ended already, which ends the JVM itself, is not waited for. */
    private void interrupt(Thread command) {
        command.interrupt();
        try {
            ended.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended. */
    void commandEnded() {
        ended.countDown();
    }
}
