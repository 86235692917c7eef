package keops.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a back end has made of plans lately: the same formula, written again, finds its kernels. Each is made once, by
 * the first thread that asks, while others that ask for the same wait, unless their calls shall end. The least recently
 * used value is evicted when there are too many; whoever holds it may go on.
 *
 * @param <K> all that it depends on
 * @param <V> what is made
 */
public final class LruCache<K, V> {
    private static final float USUAL_LOAD = 0.75f;

    private final Map<K, Slot<V>> recent;

    /** At most so many. */
    public LruCache(int largest) {
        this.recent = new LinkedHashMap<>(16, USUAL_LOAD, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Slot<V>> eldest) {
                return size() > largest;
            }
        };
    }

    /**
     * What there is under a key, or is made now.
     *
     * @param maker makes it; what it throws is thrown on, and who asks next tries again
     */
    public V get(K key, Supplier<V> maker) {
        Slot<V> slot;
        synchronized (recent) {
            slot = recent.computeIfAbsent(key, _ -> new Slot<>());
        }
        return slot.get(maker);
    }
}
