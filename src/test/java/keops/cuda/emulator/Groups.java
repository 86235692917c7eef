package keops.cuda.emulator;

import java.util.Arrays;

/**
 * The threads of a block that can go on, grouped by where they are. The group that is furthest behind goes first: so
 * threads that parted meet again where their ways do, because compilers lay the code of both ways before that place.
 */
final class Groups {
    private final int words;
    private int[] places = new int[16];
    private long[][] masks = new long[16][];
    private int size;

    Groups(int threads) {
        this.words = (threads + 63) / 64;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        size = 0;
    }

    /** Adds threads; those that are at the place already go on together with them. */
    void add(int place, long[] mask) {
        int at = 0;
        while (at < size && places[at] > place) {
            at++;
        }
        if (at == size || places[at] != place) {
            if (size == places.length) {
                places = Arrays.copyOf(places, 2 * size);
                masks = Arrays.copyOf(masks, 2 * size);
            }
            System.arraycopy(places, at, places, at + 1, size - at);
            System.arraycopy(masks, at, masks, at + 1, size - at);
            places[at] = place;
            masks[at] = new long[words];
            size++;
        }
        for (int word = 0; word < words; word++) {
            masks[at][word] |= mask[word];
        }
    }

    /** Takes the group furthest behind into some lanes; the answer is its place. */
    int take(Lanes lanes) {
        size--;
        lanes.set(masks[size]);
        return places[size];
    }

    /** The place of the group furthest behind. */
    int lowest() {
        return size == 0 ? Integer.MAX_VALUE : places[size - 1];
    }
}
