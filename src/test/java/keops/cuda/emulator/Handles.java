package keops.cuda.emulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The objects that the fake driver has given handles of. */
final class Handles {
    private final Map<Long, Object> objects = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong(0xC0DE_0000L);

    long add(Object object) {
        long handle = next.addAndGet(16);
        objects.put(handle, object);
        return handle;
    }

    /** The object of a handle; a refusal where there is none of that type. */
    <T> T get(Class<T> type, long handle) {
        Object object = objects.get(handle);
        if (!type.isInstance(object)) {
            throw new Refusal(400);
        }
        return type.cast(object);
    }

    <T> T remove(Class<T> type, long handle) {
        T object = get(type, handle);
        objects.remove(handle);
        return object;
    }

    long count(Class<?> type) {
        return objects.values().stream().filter(type::isInstance).count();
    }
}
