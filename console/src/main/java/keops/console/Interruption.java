package keops.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The handling of Ctrl-C and other signals that end the JVM: the thread of the command is interrupted, and the JVM
 * waits until the command has printed a message and has removed incomplete files.
 */
final class Interruption {
    /** The longest time that the JVM waits for the command. */
    private static final long LONGEST_SECONDS = 5;

    private final CountDownLatch ended = new CountDownLatch(1);

    /** Installs the handler, which interrupts a thread. */
    Interruption(Thread command) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(command), "interruption"));
    }

    /** Interrupts the command and waits for it, unless it has ended already. */
    private void interrupt(Thread command) {
        command.interrupt();
        try {
            ended.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reports that the command has ended. */
    void commandEnded() {
        ended.countDown();
    }
}
