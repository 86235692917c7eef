package keops.cache;

import java.time.Instant;

/** What a store has under a key. */
public sealed interface Entry {
    /** The hash of the key, in 64 hexadecimal digits. */
    String key();

    /** What its files take on disk. */
    long bytes();

    /** When it was last used, to the hour. */
    Instant lastUse();

    /** One that can be read. */
    record Kept(EntryFacts facts, long bytes, Instant lastUse) implements Entry {
        @Override
        public String key() {
            return facts.key();
        }
    }

    /**
     * One that will not be used.
     *
     * @param problem what is wrong with it, for people
     */
    record Damaged(String key, long bytes, Instant lastUse, String problem) implements Entry {}
}
