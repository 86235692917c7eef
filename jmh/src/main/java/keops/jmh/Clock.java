package keops.jmh;

/** From the time of {@link GaussianBenchmark#clock} to the speed of the core. */
final class Clock {
    static final int STEPS = 10_000_000;
    private static final double CYCLES_PER_STEP = 4;

    private Clock() {}

    static double hertz(double millisPerRun) {
        return STEPS * CYCLES_PER_STEP / (millisPerRun * 1e-3);
    }
}
