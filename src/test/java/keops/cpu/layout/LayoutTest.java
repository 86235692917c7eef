package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.cpu.code.ElementKind;
import keops.cpu.code.RegisterBudget;
import keops.program.BinaryFunction;
import keops.program.Staged;
import keops.reduction.SumScheme;
import org.junit.jupiter.api.Test;

/** How many vectors of rows stand side by side. */
class LayoutTest {
    private final Programs program = new Programs();

    private static Layout choose(Staged staged, int value) {
        return Layout.choose(ElementKind.FLOAT, 512, staged, List.of(Programs.sums(SumScheme.BLOCK, value)));
    }

    @Test
    void cheapWorkHasSeveralVectorsSideBySide() {
        int power = program.gaussian(3);
        Layout layout = choose(program.staged(power), power);
        assertTrue(layout.shape().rowVectors() > 1, layout.shape().toString());
        assertFalse(layout.shape().isOfColumns());
        assertEquals(1, layout.kernels().getFirst().size());
    }

    @Test
    void whatDoesNotFitTwiceIntoAKernelHasOneVector() {
        int power = program.of(BinaryFunction.POW, program.row(0), program.column(0));
        assertEquals(1, choose(program.staged(power), power).shape().rowVectors());
    }

    @Test
    void theChosenLayoutCostsWhatItsKernelsDo() {
        int power = program.gaussian(3);
        Staged staged = program.staged(power);
        Layout layout = choose(staged, power);
        RegisterBudget registers = RegisterBudget.of(512);
        assertEquals(layout.cost(), KernelCost.of(
                layout.kernels().getFirst(), staged, registers, layout.shape().rowVectors()));
        for (int rowVectors = 1; rowVectors <= 4; rowVectors++) {
            List<Chunk> kernels =
                    Chunking.of(staged, Programs.sums(SumScheme.BLOCK, power), registers, rowVectors);
            assertTrue(layout.cost() <= KernelCost.of(kernels, staged, registers, rowVectors));
        }
    }

    @Test
    void columnsInTheLanesStandBesideAsManyRowsAsWereAskedFor() {
        int power = program.gaussian(3);
        Layout layout = Layout.ofColumns(ElementKind.DOUBLE, 256, program.staged(power),
                List.of(Programs.sums(SumScheme.BLOCK, power)), 3);
        assertTrue(layout.shape().isOfColumns());
        assertEquals(3, layout.shape().ownRows());
        assertEquals(4, layout.shape().columnLanes());
    }
}
