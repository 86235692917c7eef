package keops.cache;

import java.time.Instant;
import java.util.Objects;

/** An entry of a store. Immutable, and safe for use by many threads. */
public sealed interface Entry {
    /** The hash of the key, in 64 hexadecimal digits. */
    String key();

    /** The size of its files in bytes. */
    long bytes();

    /** The time of the last use, to the hour. */
    Instant lastUse();

    /** An intact entry. */
    record Kept(EntryFacts facts, long bytes, Instant lastUse) implements Entry {
        /** Checks that nothing is null. */
        public Kept {
            Objects.requireNonNull(facts, "facts");
            Objects.requireNonNull(lastUse, "lastUse");
        }

        @Override
        public String key() {
            return facts.key();
        }
    }

    /**
     * A damaged entry, which will not be used.
     *
     * @param problem what is wrong with it, for users
     */
    record Damaged(String key, long bytes, Instant lastUse, String problem) implements Entry {
        /** Checks that nothing is null. */
        public Damaged {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(lastUse, "lastUse");
            Objects.requireNonNull(problem, "problem");
        }
    }
}
