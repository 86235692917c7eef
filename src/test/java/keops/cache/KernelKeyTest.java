package keops.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelKeyTest {
    private static final KernelKey KEY = new KernelKey("source", List.of("-a", "-b"), "13.0", 90, ImageKind.CUBIN);

    @Test
    void equalKeysHaveEqualHashesInAllProcesses() {
        assertEquals(KEY.hash(), new KernelKey("source", List.of("-a", "-b"), "13.0", 90, ImageKind.CUBIN).hash());
        // By Python's hashlib, over each part after its length in 8 bytes.
        assertEquals("802109d530bb20fd3091b4f0c51fd174f73b6ff49bde23fbb5c6b7eaab0e01b9", KEY.hash());
    }

    @Test
    void everyPartCounts() {
        List<KernelKey> others = List.of(
                KEY,
                new KernelKey("source ", KEY.options(), "13.0", 90, ImageKind.CUBIN),
                new KernelKey("source", List.of("-b", "-a"), "13.0", 90, ImageKind.CUBIN),
                new KernelKey("source", List.of("-a-b"), "13.0", 90, ImageKind.CUBIN),
                new KernelKey("source", List.of("-a"), "-b13.0", 90, ImageKind.CUBIN),
                new KernelKey("source-a", List.of("-b"), "13.0", 90, ImageKind.CUBIN),
                new KernelKey("source", KEY.options(), "13.1", 90, ImageKind.CUBIN),
                new KernelKey("source", KEY.options(), "13.0", 80, ImageKind.CUBIN),
                new KernelKey("source", KEY.options(), "13.0", 90, ImageKind.PTX));
        var hashes = new HashSet<String>();
        others.forEach(key -> hashes.add(key.hash()));
        assertEquals(others.size(), hashes.size());
    }

    @Test
    void kernelsOfASourceAreAFamily() {
        String family = KernelKey.family("source", List.of("-a", "-b"));
        assertEquals(KEY.hash() + "-" + family, KEY.folderName());
        KernelKey other = new KernelKey("source", KEY.options(), "12.9", 75, ImageKind.PTX);
        assertEquals(other.hash() + "-" + family, other.folderName());
        assertNotEquals(family, KernelKey.family("source", List.of("-a-b")));
    }
}
