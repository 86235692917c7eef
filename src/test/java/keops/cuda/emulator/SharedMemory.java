package keops.cuda.emulator;

import java.util.Arrays;

/**
 * The shared memory of a block. Between two barriers no thread may read what another has written, nor write what
 * another has read or written: for each word of four bytes it is kept who did so last.
 */
final class SharedMemory {
    private static final int SEVERAL = -2;

    private final Bytes bytes;
    private final int[] writer;
    private final int[] reader;
    private final int[] writeTime;
    private final int[] readTime;
    private int time = 1;

    SharedMemory(int size) {
        int words = (size + 3) / 4;
        this.bytes = new Bytes(words * 4);
        this.writer = new int[words];
        this.reader = new int[words];
        this.writeTime = new int[words];
        this.readTime = new int[words];
    }

    Bytes bytes() {
        return bytes;
    }

    /** All threads have met: what was done before is ordered before what comes. */
    void barrier() {
        time++;
    }

    /** The content is gone: another block begins. */
    void reset() {
        bytes.forget();
        Arrays.fill(writeTime, 0);
        Arrays.fill(readTime, 0);
        time = 1;
    }

    /** Notes a read; the thread that it races with, or -1. */
    int read(int at, int size, int thread) {
        for (int word = at >> 2; word <= at + size - 1 >> 2; word++) {
            if (writeTime[word] == time && writer[word] != thread) {
                return writer[word];
            }
            reader[word] = readTime[word] == time && reader[word] != thread ? SEVERAL : thread;
            readTime[word] = time;
        }
        return -1;
    }

    /** Notes a write; the thread that it races with, or -1. Of several readers some other thread is named. */
    int write(int at, int size, int thread) {
        for (int word = at >> 2; word <= at + size - 1 >> 2; word++) {
            if (writeTime[word] == time && writer[word] != thread) {
                return writer[word];
            }
            if (readTime[word] == time && reader[word] != thread) {
                return reader[word] == SEVERAL ? thread == 0 ? 1 : 0 : reader[word];
            }
            writer[word] = thread;
            writeTime[word] = time;
        }
        return -1;
    }
}
