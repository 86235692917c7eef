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
 * Locks by name that threads and processes share. A name is one byte of a file that stays empty; the system frees it
 * when its holder ends, however it ends. Within the process threads take turns, since the system's locks do not tell
 * them apart.
 *
 * <p>A system forgets all locks of a process on a file when the process closes any channel to it. So there is one
 * channel for all holders, which is open while there is a holder.
 */
final class FileLocks {
    private static final ConcurrentHashMap<Path, FileLocks> ALL = new ConcurrentHashMap<>();
    /** Of all files, since who holds a lock of one may wait for a lock of another. */
    private static final NamedLocks<Name> TURNS = new NamedLocks<>();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
    private static final int HEXADECIMAL = 16;
    /** Of 60 bits, which are a position in a file. */
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

    /** A lock that is held until it is closed. */
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
                // The channel was closed by someone else, and the lock went with it.
            } finally {
                turn.ifPresent(FileLocks.this::leave);
            }
        }
    }

    private Name name(String hash) {
        return new Name(file, Long.parseLong(hash.substring(0, POSITION_DIGITS), HEXADECIMAL));
    }

    /**
     * Waits for a lock, but not for ever: who has hung must not stop others. Then it goes on without. Where the file
     * cannot be locked, only the threads of this process take turns. An interrupt does not end the waiting; it stays
     * set.
     *
     * @throws IllegalStateException if this thread has the lock, or its holder waits for a lock of this thread
     */
    Held acquire(String hash, Duration longest) {
        Name name = name(hash);
        return switch (TURNS.take(name, longest)) {
            case TAKEN -> {
                enter();
                yield new Held(Optional.of(name), Optional.ofNullable(poll(name.position(), longest)));
            }
            case LATE -> new Held(Optional.empty(), Optional.empty());
            case CIRCLE -> throw new IllegalStateException("the compiled kernel " + hash + " is being made, and who"
                    + " makes it waits for this call: a compiler can ask the store neither for its own kernel nor for"
                    + " one whose compiler asks for its own");
        };
    }

    /** A lock that nobody has, or nothing. */
    Optional<Held> tryAcquire(String hash) {
        Name name = name(hash);
        if (!TURNS.tryTake(name)) {
            return Optional.empty();
        }
        enter();
        try {
            FileLock lock = lock(name.position());
            if (lock != null) {
                return Optional.of(new Held(Optional.of(name), Optional.of(lock)));
            }
        } catch (IOException e) {
            // There are no locks here: nothing is known of other processes.
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
     * The system's lock, or null where another process has it. A pipe in the place of the file would keep waiting who
     * opens it for writing alone.
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
            return null; // this library, loaded a second time into this process, has it
        }
    }

    private synchronized void enter() {
        holders++;
    }

    private void leave(Name name) {
        closeAfterTheLast();
        TURNS.giveBack(name);
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
