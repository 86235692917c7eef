package keops.tensor;

/** Compares the elements of two host tensors of the same shape. */
final class TensorComparison {
    private TensorComparison() {}

    /** Whether two tensors of the same type have the same bits, whatever their byte orders. */
    static boolean haveSameBits(Tensor a, Tensor b) {
        if (a.order == b.order) {
            return a.memory.mismatch(b.memory) < 0;
        }
        long bytes = a.dtype.bytes();
        for (long k = 0; k < a.byteSize(); k++) {
            // The bytes of an element come in reverse.
            long mirrored = k - k % bytes + bytes - 1 - k % bytes;
            if (a.memory.get(ElementAccess.BYTE, k) != b.memory.get(ElementAccess.BYTE, mirrored)) {
                return false;
            }
        }
        return true;
    }

    static boolean areClose(Tensor a, Tensor b, double relative, double absolute, boolean equalNaN) {
        boolean areWhole = !a.dtype.isFloating() && !b.dtype.isFloating();
        for (long k = 0; k < a.count(); k++) {
            double first = a.doubleAt(k);
            double second = b.doubleAt(k);
            double difference = areWhole ? difference(a.longAt(k), b.longAt(k)) : Math.abs(first - second);
            boolean isClose = difference <= absolute + relative * Math.abs(second) && Double.isFinite(second);
            if (!isClose && !(first == second && !areWhole)
                    && !(equalNaN && Double.isNaN(first) && Double.isNaN(second))) {
                return false;
            }
        }
        return true;
    }

    /** The distance of two integers, rounded, but to 0 only if they are equal. */
    private static double difference(long a, long b) {
        long difference = a - b;
        boolean overflows = ((a ^ b) & (a ^ difference)) < 0;
        return Math.abs(overflows ? (double) a - b : (double) difference);
    }
}
