package keops.cuda.emulator;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;

/** The driver's calls about streams and events. */
final class StreamCalls {
    private final FakeDriver driver;

    StreamCalls(FakeDriver driver) {
        this.driver = driver;
    }

    /** An event: the point in a stream where it was recorded last. */
    private static final class FakeEvent {
        private final AtomicReference<FakeStream.Point> point = new AtomicReference<>();
    }

    private FakeStream stream(MemorySegment handle) {
        return driver.handles().get(FakeStream.class, handle.address());
    }

    private FakeEvent event(MemorySegment handle) {
        return driver.handles().get(FakeEvent.class, handle.address());
    }

    void cuStreamCreate(MemorySegment stream, int flags) {
        if (flags > 1) {
            throw new Refusal(1);
        }
        var made = new FakeStream(driver.current());
        driver.current().add(made);
        FakeDriver.set(stream, driver.handles().add(made));
    }

    void cuStreamDestroy_v2(MemorySegment stream) {
        FakeStream removed = driver.handles().remove(FakeStream.class, stream.address());
        removed.drain();
        removed.device().remove(removed);
    }

    void cuStreamSynchronize(MemorySegment stream) {
        stream(stream).drain();
    }

    void cuStreamQuery(MemorySegment stream) {
        stream(stream).drain();
    }

    void cuStreamWaitEvent(MemorySegment stream, MemorySegment event, int flags) {
        FakeStream.Point point = event(event).point.get();
        if (point != null && flags == 0) {
            stream(stream).put(point::await);
        }
    }

    void cuEventCreate(MemorySegment event, int flags) {
        if (flags > 7) {
            throw new Refusal(1);
        }
        FakeDriver.set(event, driver.handles().add(new FakeEvent()));
    }

    void cuEventDestroy_v2(MemorySegment event) {
        driver.handles().remove(FakeEvent.class, event.address());
    }

    void cuEventRecord(MemorySegment event, MemorySegment stream) {
        event(event).point.set(stream(stream).now());
    }

    void cuEventQuery(MemorySegment event) {
        cuEventSynchronize(event);
    }

    void cuEventSynchronize(MemorySegment event) {
        FakeStream.Point point = event(event).point.get();
        if (point != null) {
            point.await();
        }
    }
}
