package keops.plan;

/** The watch of a test that calls a back end itself: the call goes on, and nobody counts. */
public final class Unwatched implements Watch {
    public static final Watch CALL = new Unwatched();

    private Unwatched() {}

    @Override
    public void check() {}

    @Override
    public void interrupt() {}

    @Override
    public void stop() {}

    @Override
    public boolean isCounted() {
        return false;
    }

    @Override
    public void count(long rows, long pairs) {}

    @Override
    public void expect(long rows, long pairs) {}
}
