package keops.cuda.emulator;

import java.util.List;
import java.util.Optional;

/**
 * One instruction.
 *
 * @param guard the predicate without which a lane does nothing
 * @param opcode its name
 * @param operands its operands, the destination first
 * @param text how it was written, for messages
 */
record Instruction(Optional<PtxOperand.Register> guard, Opcode opcode, List<PtxOperand> operands, String text) {
    PtxOperand operand(int k) {
        if (k >= operands.size()) {
            throw new PtxException("the instruction '" + text + "' has no operand " + k);
        }
        return operands.get(k);
    }
}
