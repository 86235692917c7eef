package keops.cuda.emulator;

import java.util.List;

/** An operand of an instruction. */
sealed interface PtxOperand {
    /** A register by its number; a predicate may be negated. */
    record Register(int number, boolean isNegated) implements PtxOperand {}

    /** A number, as bits. */
    record Immediate(long bits) implements PtxOperand {}

    /** Memory at an address: a register, a variable, or nothing, plus bytes. */
    record Address(PtxOperand base, long offset) implements PtxOperand {}

    /** Several operands in one, as {@code {a, b}} or {@code p|q}. */
    record Several(List<PtxOperand> parts) implements PtxOperand {}

    /** A variable or a label, by name. */
    record Symbol(String name) implements PtxOperand {}

    /** A special register, such as {@code %tid.x}. */
    record Special(String name) implements PtxOperand {}

    /** A place that takes nothing: {@code _}. */
    record Sink() implements PtxOperand {}
}
