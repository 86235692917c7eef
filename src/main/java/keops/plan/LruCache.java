package keops.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
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

    private final Map<K, Made<V>> recent;

    /** At most so many. */
    public LruCache(int largest) {
        this.recent = new LinkedHashMap<>(16, USUAL_LOAD, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Made<V>> eldest) {
                return size() > largest;
            }
        };
    }

    /** A value, or the place of one that is being made. */
    private static final class Made<V> {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile V value;

        V get(Supplier<V> maker) {
            V made = value;
            if (made == null) {
                CurrentWatch.lock(lock);
                try {
                    made = value;
                    if (made == null) {
                        made = maker.get();
                        value = made;
                    }
                } finally {
                    lock.unlock();
                }
            }
            return made;
        }
    }

    /**
     * What there is under a key, or is made now.
     *
     * @param maker makes it; what it throws is thrown on, and who asks next tries again
     */
    public V get(K key, Supplier<V> maker) {
        Made<V> made;
        synchronized (recent) {
            made = recent.computeIfAbsent(key, _ -> new Made<>());
        }
        return made.get(maker);
    }
}
