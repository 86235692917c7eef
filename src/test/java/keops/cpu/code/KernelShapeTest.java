package keops.cpu.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Blocks, tiles and strips. */
class KernelShapeTest {
    @Test
    void rowsStandInTheLanes() {
        KernelShape shape = KernelShape.of(ElementKind.FLOAT, 512, 3, 3, 0, 0);
        assertEquals(16, shape.lanes());
        assertEquals(48, shape.blockRows());
        assertEquals(48, shape.ownRows());
        assertFalse(shape.isOfColumns());
        assertEquals(shape.tileColumns(), shape.stripColumns());
    }

    @Test
    void columnsStandInTheLanes() {
        KernelShape shape = KernelShape.ofColumns(ElementKind.DOUBLE, 256, 3, 2, 0);
        assertEquals(4, shape.columnLanes());
        assertEquals(3, shape.ownRows());
        assertEquals(4 * shape.tileColumns(), shape.ownColumns());
    }

    @Test
    void tilesAndStripsAreWholeAndFitIntoCaches() {
        for (ElementKind kind : ElementKind.values()) {
            for (int bits : new int[] {128, 256, 512}) {
                for (int columnValues : new int[] {0, 1, 3, 100, 5_000}) {
                    for (int slots : new int[] {0, 1, 7, 60}) {
                        KernelShape shape = KernelShape.of(kind, bits, 2, columnValues, slots, 0);
                        assertEquals(0, shape.tileColumns() % shape.stripColumns(), shape.toString());
                        assertEquals(0, shape.stripColumns() % 20, shape.toString());
                        int bytes = slots * shape.stripColumns() * 2 * bits / 8;
                        assertTrue(bytes <= 32 * 1024 || shape.stripColumns() == 20, shape.toString());
                    }
                }
            }
        }
    }

    @Test
    void sumsForEachColumnMakeTilesShorter() {
        int without = KernelShape.of(ElementKind.FLOAT, 512, 2, 3, 0, 0).tileColumns();
        int with = KernelShape.of(ElementKind.FLOAT, 512, 2, 3, 0, 24).tileColumns();
        assertTrue(with < without, with + " columns, and " + without);
    }

    @Test
    void kernelsOfOneRowNeedNoVectors() {
        KernelShape shape = KernelShape.of(ElementKind.FLOAT, 512, 3, 3, 2, 0);
        assertTrue(shape.ofOneRow().isScalar());
        assertEquals(shape.blockRows(), shape.ofOneRow().blockRows());
        assertEquals(16, shape.ofOneVector(40).kernelRows());
        assertEquals(40, shape.ofOneVector(40).stripColumns());
    }
}
