package keops.cpu.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelShape;
import org.junit.jupiter.api.Test;

/** A sort by counting that keeps the order of what is equal. */
class StableSortTest {
    @Test
    void valuesAreSortedAndTiesKeepTheirOrder() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (ElementKind kind : ElementKind.values()) {
            KernelShape shape = KernelShape.of(kind, 256, 1, 1, 0, 0);
            for (int count : new int[] {1, 2, 127, 128, 129, 300, 1000}) {
                int from = 16;
                Lists lists = Lists.of(kind, from + count + 64);
                for (int at = 0; at < count; at++) {
                    lists.fill(from + at, from + at + 1, random.nextInt(50));
                    lists.setIndex(from + at, at);
                }
                lists.fill(from + count, from + count + 64, Double.NaN);
                var sort = new StableSort(SieveEmitter.counting(shape), count);
                sort.sort(lists, from, from + count);
                List<Integer> expected = IntStream.range(0, count)
                        .boxed()
                        .sorted(Comparator.comparingDouble(at -> lists.value(from + at)))
                        .toList();
                for (int rank = 0; rank < count; rank++) {
                    assertEquals(expected.get(rank).longValue(), sort.index(rank), kind + ", seed " + seed);
                    assertEquals(lists.value(from + expected.get(rank)), sort.value(rank));
                }
            }
        }
    }
}
