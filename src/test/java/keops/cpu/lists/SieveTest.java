package keops.cpu.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;

import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelShape;
import org.junit.jupiter.api.Test;

/** What is at most a limit is counted, or moved to the front. */
class SieveTest {
    private static final double[] VALUES = {3, 1, Double.NaN, 2, 5, 2, -1, 4};

    @Test
    void countingLeavesTheNumbersWhereTheyAre() {
        for (ElementKind kind : ElementKind.values()) {
            Lists lists = lists(kind);
            assertEquals(8 + 4, SieveEmitter.counting(shape(kind)).keepAtMost(lists.values(), lists.indices(), 8, 16,
                    2));
            assertEquals(3, lists.value(8));
        }
    }

    @Test
    void movingKeepsTheOrder() {
        for (ElementKind kind : ElementKind.values()) {
            Lists lists = lists(kind);
            assertEquals(8 + 4, SieveEmitter.moving(shape(kind)).keepAtMost(lists.values(), lists.indices(), 8, 16, 2));
            double[] kept = {1, 2, 2, -1};
            long[] indices = {1, 3, 5, 6};
            for (int k = 0; k < kept.length; k++) {
                assertEquals(kept[k], lists.value(8 + k));
                assertEquals(indices[k], lists.index(8 + k));
            }
        }
    }

    private static KernelShape shape(ElementKind kind) {
        return KernelShape.of(kind, 128, 1, 1, 0, 0);
    }

    private static Lists lists(ElementKind kind) {
        Lists lists = Lists.of(kind, 24);
        for (int k = 0; k < VALUES.length; k++) {
            lists.fill(8 + k, 9 + k, VALUES[k]);
            lists.setIndex(8 + k, k);
        }
        return lists;
    }
}
