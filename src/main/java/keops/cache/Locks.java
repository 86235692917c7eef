package keops.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks by name that threads and processes share. A name is one byte of a file that stays empty; the system frees it
 * when its holder ends, however it ends. Within the process a set of names does the same, since the system's locks do
 * not tell threads apart.
 *
 * <p>A system forgets all locks of a process on a file when the process closes any channel to it. So there is one
 * channel for all holders, which is open while there is a holder.
 */
final class Locks {
    private static final ConcurrentHashMap<Path, Locks> ALL = new ConcurrentHashMap<>();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
    private static final int HEXADECIMAL = 16;
    /** Of 60 bits, which are a position in a file. */
    private static final int POSITION_DIGITS = 15;

    private final Path file;
    private final Set<Long> taken = new HashSet<>();
    private FileChannel channel;

    private Locks(Path file) {
        this.file = file;
    }

    /** The locks of a file. */
    static Locks of(Path file) {
        return ALL.computeIfAbsent(file.toAbsolutePath().normalize(), Locks::new);
    }

    /** A lock that is held until it is closed. */
    final class Held implements AutoCloseable {
        private final long position;
        private final Optional<FileLock> lock;

        private Held(long position, Optional<FileLock> lock) {
            this.position = position;
            this.lock = lock;
        }

        @Override
        public void close() {
            try {
                if (lock.isPresent()) {
                    lock.get().release();
                }
            } catch (IOException e) {
                // The channel was closed by someone else, and the lock went with it.
            } finally {
                leave(position);
            }
        }
    }

    private static long position(String hash) {
        return Long.parseLong(hash.substring(0, POSITION_DIGITS), HEXADECIMAL);
    }

    /**
     * Waits for a lock, but not for ever: who has hung must not stop others. Then, and where the file cannot be locked,
     * only the threads of this process take turns. An interrupt does not end the waiting; it stays set.
     */
    Held acquire(String hash, Duration longest) {
        long position = position(hash);
        boolean isInterrupted = false;
        try {
            synchronized (this) {
                while (!taken.add(position)) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        isInterrupted = true;
                    }
                }
            }
            return new Held(position, Optional.ofNullable(poll(position, longest)));
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A lock that nobody has, or nothing. */
    Optional<Held> tryAcquire(String hash) {
        long position = position(hash);
        synchronized (this) {
            if (!taken.add(position)) {
                return Optional.empty();
            }
        }
        try {
            FileLock lock = lock(position);
            if (lock != null) {
                return Optional.of(new Held(position, Optional.of(lock)));
            }
        } catch (IOException e) {
            // There are no locks here: nothing is known of other processes.
        }
        leave(position);
        return Optional.empty();
    }

    private FileLock poll(long position, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        Duration pause = FIRST_PAUSE;
        boolean isInterrupted = false;
        try {
            FileLock lock = lock(position);
            while (lock == null && System.nanoTime() < end) {
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
                Duration twice = pause.multipliedBy(2);
                pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
                lock = lock(position);
            }
            return lock;
        } catch (IOException e) {
            return null;
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The system's lock, or null where another process has it. */
    private synchronized FileLock lock(long position) throws IOException {
        if (channel == null || !channel.isOpen()) {
            channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    Permissions.ofFile(file));
        }
        try {
            return channel.tryLock(position, 1, false);
        } catch (OverlappingFileLockException e) {
            return null; // this library, loaded a second time into this process, has it
        }
    }

    private synchronized void leave(long position) {
        taken.remove(position);
        if (taken.isEmpty() && channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written to it.
            }
            channel = null;
        }
        notifyAll();
    }
}
