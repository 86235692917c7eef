package keops.tensor;

/** The numbers of a tensor on one line, in brackets, with dots in place of those in the middle. */
final class LineText {
    /** Tensors of at most this many elements are shown in full. */
    private static final long WHOLE = 12;
    /** Beyond this rank, even one number from each end of each axis would be too many. */
    private static final int MAX_RANK = 6;

    private final StringBuilder text = new StringBuilder();
    private final Tensor tensor;
    /** The number of elements shown at each end of an axis. */
    private final long ends;

    private LineText(Tensor tensor) {
        this.tensor = tensor;
        this.ends = tensor.count() <= WHOLE ? WHOLE : tensor.rank() <= 2 ? 3 : 1;
    }

    /** The numbers, or why they cannot be read; never an exception. */
    static String of(Tensor tensor) {
        if (tensor.device != null) {
            return "on " + tensor.device;
        }
        if (!tensor.memory.isAccessibleBy(Thread.currentThread())) {
            return "(confined to another thread)";
        }
        var line = new LineText(tensor.rank() > MAX_RANK ? tensor.reshape(tensor.count()) : tensor);
        try {
            line.append(0, 0);
        } catch (IllegalStateException e) {
            // The arena may have been closed before or meanwhile.
            return "(freed)";
        }
        return line.text.toString();
    }

    /** Appends the part of the tensor that lies at one place along the axes before {@code axis}. */
    private void append(int axis, long place) {
        if (axis == tensor.rank()) {
            text.append(MatrixText.element(tensor, place));
            return;
        }
        long size = tensor.size(axis);
        text.append('[');
        for (long k = 0; k < size; k++) {
            text.append(k == 0 ? "" : ", ");
            if (k == ends && size > 2 * ends) {
                text.append("..., ");
                k = size - ends;
            }
            append(axis + 1, place * size + k);
        }
        text.append(']');
    }
}
