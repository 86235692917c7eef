package keops.cuda.emulator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Memory that knows which of its bytes have been written. */
final class Bytes {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ALL_WRITTEN = 0x0101_0101_0101_0101L;

    private final byte[] data;
    private final byte[] written;

    Bytes(int size) {
        this.data = new byte[size];
        this.written = new byte[size];
    }

    int size() {
        return data.length;
    }

    byte[] data() {
        return data;
    }

    boolean isWritten(int at, int bytes) {
        return get(written, at, bytes) == (bytes == 8 ? ALL_WRITTEN : ALL_WRITTEN & (1L << 8 * bytes) - 1);
    }

    /** The first byte of a range that nobody has written, or -1. */
    int firstUnwritten(int from, int to) {
        for (int k = from; k < to; k++) {
            if (written[k] == 0) {
                return k;
            }
        }
        return -1;
    }

    void markWritten(int from, int to) {
        Arrays.fill(written, from, to, (byte) 1);
    }

    void forget() {
        Arrays.fill(written, (byte) 0);
    }

    long load(int at, int bytes) {
        return get(data, at, bytes);
    }

    /** Stores a number; padding that is copied along stays what nobody has written. */
    void store(int at, int bytes, long value, boolean isWritten) {
        set(data, at, bytes, value);
        set(written, at, bytes, isWritten ? ALL_WRITTEN : 0);
    }

    private static long get(byte[] array, int at, int bytes) {
        return switch (bytes) {
            case 1 -> array[at] & 0xFFL;
            case 2 -> (short) SHORTS.get(array, at) & 0xFFFFL;
            case 4 -> (int) INTS.get(array, at) & 0xFFFF_FFFFL;
            default -> (long) LONGS.get(array, at);
        };
    }

    private static void set(byte[] array, int at, int bytes, long value) {
        switch (bytes) {
            case 1 -> array[at] = (byte) value;
            case 2 -> SHORTS.set(array, at, (short) value);
            case 4 -> INTS.set(array, at, (int) value);
            default -> LONGS.set(array, at, value);
        }
    }
}
