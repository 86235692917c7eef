package keops;

/** Calls that the reference back end computes though nobody asked for it, each kind more than once. */
public final class FallbackCalls {
    private FallbackCalls() {}

    /**
     * Makes calls.
     *
     * @param arguments {@code explicit} to ask for the reference back end; {@code large} for formulas that are too
     *     large
     */
    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "auto" -> small("AUTO");
            case "explicit" -> small("REFERENCE");
            case "large" -> large();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("done");
    }

    private static void small(String backend) {
        for (int dim = 1; dim < 4; dim++) {
            Genred.of("SqDist(x,y)", "x = Vi(" + dim + ")", "y = Vj(" + dim + ")").backend(backend).overI().build()
                    .call(new float[6 * dim], new float[6 * dim]);
        }
    }

    private static String sines(int from, int to) {
        int middle = (from + to) / 2;
        return to - from == 1 ? "Sin(" + from + "*x*y)" : "(" + sines(from, middle) + "+" + sines(middle, to) + ")";
    }

    private static void large() {
        for (int more = 1; more < 3; more++) {
            Genred.of("x * y", "x = Vi(" + (6000 + more) + ")", "y = Vj(1)").overI().build()
                    .call(new float[6000 + more], new float[1]);
            // Different sines share nothing.
            Genred.of(sines(1, 4_000 + more), "x = Vi(1)", "y = Vj(1)").overI().build()
                    .call(new double[1], new double[1]);
        }
    }
}
