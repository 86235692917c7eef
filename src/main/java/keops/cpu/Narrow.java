package keops.cpu;

/** Double to float arrays. */
final class Narrow {
    private Narrow() {}

    static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            floats[k] = (float) values[k];
        }
        return floats;
    }
}
