package keops.cpu.code;

/** Double to float arrays. */
public final class Narrow {
    private Narrow() {}

    public static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            floats[k] = (float) values[k];
        }
        return floats;
    }
}
