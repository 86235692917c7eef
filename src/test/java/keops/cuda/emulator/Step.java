package keops.cuda.emulator;

import java.util.List;
import java.util.Optional;

/** An instruction made ready. Steps of control are the block's own business; all others act on lanes. */
sealed interface Step {
    /** What was read. */
    Instruction source();

    /** What it costs. */
    InstructionClass cost();

    /** Computes something in some lanes. */
    @FunctionalInterface
    interface Action {
        void run(Block block, Instruction source, Lanes lanes);
    }

    /** An instruction that only acts on lanes. */
    record Act(Instruction source, InstructionClass cost, Action action) implements Step {}

    /** A jump. */
    record Branch(Instruction source, int target) implements Step {
        @Override
        public InstructionClass cost() {
            return InstructionClass.CONTROL;
        }
    }

    /** A jump to a place out of a list. */
    record IndexedBranch(Instruction source, int index, List<Integer> targets) implements Step {
        @Override
        public InstructionClass cost() {
            return InstructionClass.CONTROL;
        }
    }

    /** A place that all threads of the block must reach before any goes on. */
    record Barrier(Instruction source) implements Step {
        @Override
        public InstructionClass cost() {
            return InstructionClass.BARRIER;
        }
    }

    /** The end of threads. */
    record Exit(Instruction source) implements Step {
        @Override
        public InstructionClass cost() {
            return InstructionClass.CONTROL;
        }
    }

    /** The predicate without which a lane does nothing. */
    default Optional<PtxOperand.Register> guard() {
        return source().guard();
    }
}
