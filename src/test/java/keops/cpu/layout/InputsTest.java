package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keops.program.BinaryFunction;
import keops.program.Stage;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Where the values of rows and columns come from. */
class InputsTest {
    private final Programs program = new Programs();

    @Test
    void componentsThatFollowEachOtherAreCopiedTogether() {
        List<Integer> slots = List.of(program.column(3), program.column(4), program.column(5), program.column(0),
                program.column(2));
        Inputs inputs = Inputs.of(program.staged(slots.getFirst()).program(), slots, Stage.COLUMN);
        assertEquals(List.of(new Inputs.Loaded(1, List.of(
                new Inputs.Run(3, 0, 3), new Inputs.Run(0, 3, 1), new Inputs.Run(2, 4, 1)))), inputs.loaded());
        assertEquals(List.of(), inputs.computed());
    }

    @Test
    void whatIsNoComponentIsComputedAndWhatIsSuppliedIsNot() {
        int x = program.row(0);
        int square = program.of(BinaryFunction.MULTIPLY, x, x);
        int supplied = program.supplied(0);
        Inputs inputs = Inputs.of(program.staged(square).program(), List.of(supplied, square, x), Stage.ROW);
        assertEquals(List.of(new Inputs.Computed(square, 1)), inputs.computed());
        assertEquals(List.of(new Inputs.Loaded(0, List.of(new Inputs.Run(0, 2, 1)))), inputs.loaded());
    }

    @Test
    void theWidestArgumentIsAmongThoseThatAreRead() {
        int slot = program.column(0);
        Inputs inputs = Inputs.of(program.staged(slot).program(), List.of(slot), Stage.COLUMN);
        List<Tensor> arguments = List.of(Tensor.of(new float[10], 1, 10), Tensor.of(new float[6], 2, 3));
        assertEquals(3, inputs.widest(arguments));
        assertEquals(0, new Inputs(List.of(), List.of()).widest(arguments));
    }
}
