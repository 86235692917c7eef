package keops.cuda.emulator;

import java.util.List;

/** The instruction {@code mov}, and conversions between addresses of one space and of all. */
final class Moves {
    /** As the upper half of a double it makes a NaN. */
    private static final long NOT_WRITTEN = 0x7FFF_DEADL;

    private Moves() {}

    static Step of(Decoder decoder, Instruction i) {
        PtxOperand to = i.operand(0);
        PtxOperand from = i.operand(1);
        Step.Action action = switch (from) {
            case PtxOperand.Special special -> special(decoder.destination(to), special.name());
            case PtxOperand.Several parts -> pack(decoder, i.opcode().type(), to, parts.parts());
            case PtxOperand.Register _, PtxOperand.Immediate _, PtxOperand.Symbol _, PtxOperand.Address _,
                    PtxOperand.Sink _ ->
                to instanceof PtxOperand.Several parts
                        ? unpack(decoder, i.opcode().type(), parts.parts(), from)
                        : copy(i.opcode().type(), decoder.destination(to), decoder.source(from));
        };
        return new Step.Act(i, InstructionClass.MOVE, action);
    }

    private static Step.Action copy(PtxType type, int to, int from) {
        return new Compute((a, _, _, _) -> type.truncate(a), to, new int[] {from});
    }

    private static Step.Action pack(Decoder decoder, PtxType type, PtxOperand to, List<PtxOperand> parts) {
        int bits = type.bits() / parts.size();
        int[] sources = parts.stream().mapToInt(decoder::source).toArray();
        long mask = (1L << bits) - 1;
        int destination = decoder.destination(to);
        return sources.length == 2
                ? pair(destination, sources[0], sources[1], bits, mask)
                : new Compute((a, b, c, d) ->
                        a & mask | (b & mask) << bits | (c & mask) << 2 * bits | (d & mask) << 3 * bits,
                                destination, sources);
    }

    /**
     * NVRTC makes pairs of which only the lower half is used, and then writes nothing to the upper one. Such a half
     * becomes a number that results show where it is used after all.
     */
    private static Step.Action pair(int to, int lower, int upper, int bits, long mask) {
        return (block, instruction, lanes) -> {
            block.requireWritten(lower, lanes, instruction);
            for (int k = 0; k < lanes.count(); k++) {
                int lane = lanes.list()[k];
                long high = block.isWritten(upper, lane) ? block.values(upper)[lane] : NOT_WRITTEN;
                block.values(to)[lane] = block.values(lower)[lane] & mask | (high & mask) << bits;
            }
            block.markWritten(to, lanes);
        };
    }

    private static Step.Action unpack(Decoder decoder, PtxType type, List<PtxOperand> parts, PtxOperand from) {
        int bits = type.bits() / parts.size();
        int source = decoder.source(from);
        long mask = (1L << bits) - 1;
        return (block, instruction, lanes) -> {
            for (int k = 0; k < parts.size(); k++) {
                if (parts.get(k) instanceof PtxOperand.Register r) {
                    int shift = k * bits;
                    new Compute((a, _, _, _) -> a >>> shift & mask, r.number(), new int[] {source})
                            .run(block, instruction, lanes);
                }
            }
        };
    }

    private static Step.Action special(int to, String name) {
        return (block, _, lanes) -> {
            for (int k = 0; k < lanes.count(); k++) {
                int lane = lanes.list()[k];
                block.values(to)[lane] = special(block, lane, name);
            }
            block.markWritten(to, lanes);
        };
    }

    private static long special(Block block, int thread, String name) {
        Launch launch = block.launch();
        int axis = name.charAt(name.length() - 1) - 'x';
        int lane = thread & 31;
        return switch (name) {
            case "%tid.x", "%tid.y", "%tid.z" -> launch.threadIndex(thread, axis);
            case "%ntid.x", "%ntid.y", "%ntid.z" -> launch.block()[axis];
            case "%ctaid.x", "%ctaid.y", "%ctaid.z" -> launch.blockIndex(block.number(), axis);
            case "%nctaid.x", "%nctaid.y", "%nctaid.z" -> launch.grid()[axis];
            case "%laneid" -> lane;
            case "%warpid" -> thread >> 5;
            case "%lanemask_eq" -> 1L << lane;
            case "%lanemask_lt" -> (1L << lane) - 1;
            case "%lanemask_le" -> (2L << lane) - 1;
            case "%lanemask_gt" -> -(2L << lane) & 0xFFFF_FFFFL;
            case "%lanemask_ge" -> -(1L << lane) & 0xFFFF_FFFFL;
            default -> throw new PtxException("the emulator does not know the register " + name);
        };
    }

    /** Addresses of all spaces have windows for shared and local memory; those of device memory are the same. */
    static Step convertAddress(Decoder decoder, Instruction i) {
        long window = i.opcode().has("shared") ? MemoryAccess.SHARED_WINDOW
                : i.opcode().has("local") ? MemoryAccess.LOCAL_WINDOW : 0;
        long added = i.opcode().has("to") ? -window : window;
        return new Step.Act(i, InstructionClass.CONVERSION, new Compute((a, _, _, _) -> a + added,
                decoder.destination(i.operand(0)), new int[] {decoder.source(i.operand(1))}));
    }
}
