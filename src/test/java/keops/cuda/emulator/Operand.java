package keops.cuda.emulator;

import java.util.List;

/** An operand of an instruction. */
sealed interface Operand {
    /** A register by its number; a predicate may be negated. */
    record Register(int number, boolean isNegated) implements Operand {}

    /** A number, as bits. */
    record Immediate(long bits) implements Operand {}

    /** Memory at an address: a register, a variable, or nothing, plus bytes. */
    record Address(Operand base, long offset) implements Operand {}

    /** Several operands in one, as {@code {a, b}} or {@code p|q}. */
    record Several(List<Operand> parts) implements Operand {}

    /** A variable or a label, by name. */
    record Symbol(String name) implements Operand {}

    /** A special register, such as {@code %tid.x}. */
    record Special(String name) implements Operand {}

    /** A place that takes nothing: {@code _}. */
    record Sink() implements Operand {}
}
