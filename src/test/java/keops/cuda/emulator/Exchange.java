package keops.cuda.emulator;

import java.util.List;

/** What the lanes of a warp tell each other: shuffles and votes. */
final class Exchange {
    private static final int WARP = 32;

    private Exchange() {}

    static Step.Action warpBarrier() {
        return (_, _, _) -> { };
    }

    static Step shuffle(Decoder decoder, Instruction i) {
        List<PtxOperand> results = i.operand(0) instanceof PtxOperand.Several s ? s.parts() : List.of(i.operand(0));
        int to = decoder.destination(results.getFirst());
        int valid = results.size() > 1 && results.get(1) instanceof PtxOperand.Register r ? r.number() : -1;
        int value = decoder.source(i.operand(1));
        int by = decoder.source(i.operand(2));
        int clamp = decoder.source(i.operand(3));
        int members = decoder.source(i.operand(4));
        String mode = i.opcode().modifiers().stream().filter(m -> !m.equals("sync")).findFirst().orElseThrow();
        return new Step.Act(i, InstructionClass.EXCHANGE, (block, source, lanes) -> {
            for (int register : new int[] {value, by, clamp, members}) {
                block.requireWritten(register, lanes, source);
            }
            long[] before = block.values(value).clone();
            for (int k = 0; k < lanes.count(); k++) {
                int thread = lanes.list()[k];
                requireMembers(block, source, lanes, thread, block.values(members)[thread]);
                int other = other(mode, thread & WARP - 1, (int) block.values(by)[thread],
                        (int) block.values(clamp)[thread]);
                int from = (thread & -WARP) + (other < 0 ? thread & WARP - 1 : other);
                if (!lanes.contains(from)) {
                    throw block.fault(Fault.Kind.UNINITIALISED, source, thread,
                            "it takes a value of a lane that is not there");
                }
                block.values(to)[thread] = before[from];
                if (valid >= 0) {
                    block.values(valid)[thread] = other < 0 ? 0 : 1;
                }
            }
            block.markWritten(to, lanes);
            if (valid >= 0) {
                block.markWritten(valid, lanes);
            }
        });
    }

    /** The lane to take from, or -1 where it is out of range. */
    private static int other(String mode, int lane, int by, int clamp) {
        int step = by & 31;
        int segment = clamp >> 8 & 31;
        int last = lane & segment | clamp & 31 & ~segment;
        int other = switch (mode) {
            case "up" -> lane - step;
            case "down" -> lane + step;
            case "bfly" -> lane ^ step;
            case "idx" -> lane & segment | step & ~segment;
            default -> throw new PtxException("unknown shuffle " + mode);
        };
        boolean isInRange = mode.equals("up") ? other >= last : other <= last;
        return isInRange ? other : -1;
    }

    static Step vote(Decoder decoder, Instruction i) {
        int to = decoder.destination(i.operand(0));
        int predicate = decoder.source(i.operand(1));
        int members = decoder.source(i.operand(2));
        long flip = i.operand(1) instanceof PtxOperand.Register r && r.isNegated() ? 1 : 0;
        Opcode o = i.opcode();
        return new Step.Act(i, InstructionClass.EXCHANGE, (block, source, lanes) -> {
            block.requireWritten(predicate, lanes, source);
            block.requireWritten(members, lanes, source);
            for (int k = 0; k < lanes.count(); k++) {
                int thread = lanes.list()[k];
                long mask = block.values(members)[thread];
                requireMembers(block, source, lanes, thread, mask);
                long ballot = 0;
                long present = 0;
                for (int lane = 0; lane < WARP; lane++) {
                    int other = (thread & -WARP) + lane;
                    if ((mask >> lane & 1) != 0 && lanes.contains(other)) {
                        present |= 1L << lane;
                        ballot |= (block.values(predicate)[other] ^ flip) << lane;
                    }
                }
                block.values(to)[thread] = o.has("ballot") ? ballot
                        : (o.has("any")
                                ? ballot != 0
                                : o.has("all")
                                ? ballot == present
                                : ballot == 0 || ballot == present)
                                ? 1 : 0;
            }
            block.markWritten(to, lanes);
        });
    }

    static Step activeMask(Decoder decoder, Instruction i) {
        int to = decoder.destination(i.operand(0));
        return new Step.Act(i, InstructionClass.EXCHANGE, (block, _, lanes) -> {
            for (int k = 0; k < lanes.count(); k++) {
                int thread = lanes.list()[k];
                block.values(to)[thread] = lanes.mask()[thread >> 6] >>> (thread & 32) & 0xFFFF_FFFFL;
            }
            block.markWritten(to, lanes);
        });
    }

    /** All lanes that are named must be here. */
    private static void requireMembers(Block block, Instruction source, Lanes lanes, int thread, long members) {
        int first = thread & -WARP;
        long here = lanes.mask()[thread >> 6] >>> (first & 63) & 0xFFFF_FFFFL;
        int exist = Math.min(WARP, block.threads() - first);
        long missing = members & (1L << exist) - 1 & ~here;
        if (missing != 0) {
            throw block.fault(Fault.Kind.DIVERGENT_BARRIER, source, thread,
                    "lane " + Long.numberOfTrailingZeros(missing)
                    + " of its warp is named and is not here");
        }
    }
}
