package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import keops.cpu.code.RegisterBudget;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;
import keops.program.UnaryFunction;
import keops.reduction.SumScheme;
import org.junit.jupiter.api.Test;

/** The work of a pass is cut into kernels that C2 compiles and whose accumulators stay in registers. */
class ChunkingTest {
    private static final RegisterBudget REGISTERS = RegisterBudget.of(512);

    private final Programs program = new Programs();

    private static List<Chunk> cut(Staged staged, List<Epilogue> epilogues, int rowVectors) {
        return Chunking.of(staged, epilogues, REGISTERS, rowVectors);
    }

    @Test
    void smallWorkIsOneKernel() {
        int power = program.gaussian(3);
        List<Chunk> chunks = cut(program.staged(power), Programs.sums(SumScheme.BLOCK, power), 4);
        assertEquals(1, chunks.size());
        assertTrue(chunks.getFirst().liveIn().isEmpty() && chunks.getFirst().liveOut().isEmpty());
        assertEquals(List.of(2, 5, 8, 9, 10, 11, 12, 13), chunks.getFirst().values());
    }

    @Test
    void largeWorkIsCutAndEveryValueIsComputedOnceBeforeItIsUsed() {
        int sum = program.of(BinaryFunction.SUBTRACT, program.row(0), program.column(0));
        for (int k = 0; k < 20; k++) {
            sum = program.of(BinaryFunction.ADD, program.of(UnaryFunction.LOG, sum), sum);
        }
        Staged staged = program.staged(sum);
        List<Chunk> chunks = cut(staged, Programs.sums(SumScheme.BLOCK, sum), 2);
        assertTrue(chunks.size() > 5, "kernels: " + chunks.size());
        var computed = new HashSet<Integer>();
        for (Chunk chunk : chunks) {
            int bytes = 2 * chunk.values().stream().mapToInt(v -> FunctionFacts.of(value(staged, v)).bytes()).sum();
            assertTrue(bytes <= Chunking.CODE_BYTES, "bytes of code: " + bytes);
            assertTrue(computed.containsAll(chunk.liveIn().keySet()));
            for (int v : chunk.values()) {
                value(staged, v).operands().stream()
                        .filter(operand -> staged.stages().get(operand) == Stage.PAIR)
                        .forEach(operand -> assertTrue(computed.contains(operand)));
                assertTrue(computed.add(v), "computed twice: " + v);
            }
        }
        assertTrue(computed.contains(sum));
        assertEquals(Programs.sums(SumScheme.BLOCK, sum), chunks.getLast().epilogues());
    }

    private static Scalar value(Staged staged, int v) {
        return staged.program().values().get(v);
    }

    @Test
    void accumulatorsThatWouldNotStayInRegistersBeginAKernel() {
        int[] products = new int[30];
        int factor = program.of(BinaryFunction.SUBTRACT, program.row(0), program.column(0));
        for (int k = 0; k < products.length; k++) {
            products[k] = program.of(BinaryFunction.MULTIPLY, factor, program.column(1 + k));
        }
        Staged staged = program.staged(products);
        for (int rowVectors = 1; rowVectors <= 4; rowVectors++) {
            List<Chunk> chunks = cut(staged, Programs.sums(SumScheme.BLOCK, products), rowVectors);
            for (Chunk chunk : chunks) {
                int held = (chunk.inputs(staged, Stage.ROW).size() + chunk.accumulators()) * rowVectors;
                assertTrue(held <= REGISTERS.rows() || chunk.accumulators() == 1, "vectors: " + held);
            }
            assertEquals(products.length, chunks.stream().mapToInt(Chunk::accumulators).sum());
        }
    }

    @Test
    void aFoldHasAKernelOfItsOwn() {
        int product = program.scalarProduct(40);
        int power = program.of(UnaryFunction.EXP2, product);
        Staged staged = program.staged(power);
        List<Chunk> chunks = cut(staged, Programs.sums(SumScheme.BLOCK, power), 2);
        assertEquals(2, chunks.size());
        assertTrue(chunks.getFirst().isFold(staged.program()));
        assertEquals(List.of(product), chunks.getFirst().values());
        assertEquals(chunks.getFirst().liveOut(), chunks.getLast().liveIn());
    }

    @Test
    void candidatesOfAFoldAreTestedWhileItsSumsAreInRegisters() {
        int product = program.scalarProduct(40);
        int threshold = program.supplied(0);
        List<Chunk> chunks = cut(
                program.staged(product, threshold), List.of(new Epilogue.Candidates(product, threshold, 0)), 2);
        assertEquals(1, chunks.size());
        assertTrue(chunks.getFirst().liveOut().isEmpty());
    }

    @Test
    void aPowerFitsIntoAKernelOfOneVectorOnly() {
        int power = program.of(BinaryFunction.POW, program.row(0), program.column(0));
        Program pow = program.staged(power).program();
        assertTrue(Chunking.fits(pow, 1));
        assertFalse(Chunking.fits(pow, 2));
    }
}
