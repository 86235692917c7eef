package keops.cuda.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** What a launcher is told about a source. */
class KernelSourceTest {
    private final KernelSource gaussian = KernelSource.of(
            Plans.of("Sum", "Exp(-SqDist(x,y)) * b", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)"), DType.FLOAT32);

    @Test
    void theSameTextComesEachTime() {
        assertEquals(gaussian.text(), KernelSource.of(gaussian.plan(), DType.FLOAT32).text());
    }

    @Test
    void theFieldsOfTheCallAreThoseOfTheStructure() {
        String structure = gaussian.text().substring(
                gaussian.text().indexOf("struct Call {"), gaussian.text().indexOf("};"));
        long names = structure.lines().skip(1).filter(line -> !line.isBlank())
                .mapToLong(line -> line.split(",").length).sum();
        assertEquals(gaussian.call().size(), names);
    }

    @Test
    void rowsAreDividedAmongBlocks() {
        assertEquals(512, gaussian.reduce().rowsPerBlock());
        assertEquals(0, gaussian.reduce().rowBlocks(0));
        assertEquals(1, gaussian.reduce().rowBlocks(512));
        assertEquals(2, gaussian.reduce().rowBlocks(513));
    }

    @Test
    void oneSliceNeedsNoPartialResults() {
        assertFalse(gaussian.needsMerge(1));
        assertEquals(0, gaussian.partialBytes(1000, 1));
        assertTrue(gaussian.needsMerge(2));
        assertEquals(1000 * 2 * 8, gaussian.partialBytes(1000, 2));
    }
}
