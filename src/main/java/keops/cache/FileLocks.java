package keops.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Named locks between threads and processes. A lock covers one byte of a file that stays empty; the system releases it
 * when its process ends, however that happens. Threads of this process exclude each other by {@link NamedLocks}, since
 * the locks of the system belong to the process.
 *
 * <p>A system may release all locks of a process on a file when the process closes any channel to it. Therefore all
 * holders share one channel, which is open while there is a holder.
 */
final class FileLocks {
    private static final ConcurrentHashMap<Path, FileLocks> ALL = new ConcurrentHashMap<>();
    /** For all files, since the holder of a lock in one file may wait for a lock in another. */
    private static final NamedLocks<Name> THREAD_LOCKS = new NamedLocks<>();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
    private static final int HEXADECIMAL = 16;
    /** The digits of a hash that give the position of its lock: 60 bits. */
    private static final int POSITION_DIGITS = 15;

    private final Path file;
    private int holders;
    private FileChannel channel;

    private FileLocks(Path file) {
        this.file = file;
    }

    /** The locks of a file. */
    static FileLocks of(Path file) {
        return ALL.computeIfAbsent(file.toAbsolutePath().normalize(), FileLocks::new);
    }

    private record Name(Path file, long position) {}

    /** A lock that is held; closing releases it. */
    final class Held implements AutoCloseable {
        private final Optional<Name> turn;
        private final Optional<FileLock> lock;

        private Held(Optional<Name> turn, Optional<FileLock> lock) {
            this.turn = turn;
            this.lock = lock;
        }

        @Override
        public void close() {
            try {
                if (lock.isPresent()) {
                    lock.get().release();
                }
            } catch (IOException e) {
                // Another thread closed the channel, which released the lock.
            } finally {
                turn.ifPresent(FileLocks.this::leave);
            }
        }
    }

    private Name name(String hash) {
        return new Name(file, Long.parseLong(hash.substring(0, POSITION_DIGITS), HEXADECIMAL));
    }

    /**
     * Waits for a lock, at most for a given time, and then proceeds without it, so that a process that hangs does not
     * block others. If the file cannot be locked, only threads of this process exclude each other. An interrupt does
     * not end the wait; the interrupt status stays set.
     *
     * @throws IllegalStateException if this thread holds the lock, or if waiting for it would be a deadlock
     */
    Held acquire(String hash, Duration longest) {
        Name name = name(hash);
        return switch (THREAD_LOCKS.acquire(name, longest)) {
            case ACQUIRED -> {
                enter();
                yield new Held(Optional.of(name), Optional.ofNullable(poll(name.position(), longest)));
            }
            case TIMED_OUT -> new Held(Optional.empty(), Optional.empty());
            case DEADLOCK -> throw new IllegalStateException("the kernel " + hash + " is being compiled by a thread"
                    + " that waits for this call: a compiler cannot request its own kernel from the store, nor one"
                    + " whose compiler requests its own");
        };
    }

    /** The lock if it is free; else empty. */
    Optional<Held> tryAcquire(String hash) {
        Name name = name(hash);
        if (!THREAD_LOCKS.tryAcquire(name)) {
            return Optional.empty();
        }
        enter();
        try {
            FileLock lock = lock(name.position());
            if (lock != null) {
                return Optional.of(new Held(Optional.of(name), Optional.of(lock)));
            }
        } catch (IOException e) {
            // This file system has no locks, so that nothing is known of other processes.
        }
        leave(name);
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

    /**
     * The lock of the system, or null if another process holds it. The file is opened for reading, too, since opening a
     * pipe for writing alone may block.
     */
    private synchronized FileLock lock(long position) throws IOException {
        if (channel == null || !channel.isOpen()) {
            channel = FileChannel.open(file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS),
                    Permissions.ofFile(file));
        }
        try {
            return channel.tryLock(position, 1, false);
        } catch (OverlappingFileLockException e) {
            return null; // held by a second copy of this library in this process
        }
    }

    private synchronized void enter() {
        holders++;
    }

    private void leave(Name name) {
        closeAfterTheLast();
        THREAD_LOCKS.release(name);
    }

    private synchronized void closeAfterTheLast() {
        holders--;
        if (holders == 0 && channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written to it.
            }
            channel = null;
        }
    }
}
