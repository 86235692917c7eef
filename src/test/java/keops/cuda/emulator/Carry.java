package keops.cuda.emulator;

/** Sums and differences of numbers of several words, linked by the carry flag. */
final class Carry {
    private Carry() {}

    static Step of(Decoder decoder, Instruction i) {
        Opcode o = i.opcode();
        boolean isProduct = o.base().startsWith("mad");
        boolean isDifference = o.base().startsWith("sub");
        boolean takes = o.base().endsWith("c");
        boolean gives = o.has("cc");
        LaneFunction product = IntegerFunctions.product(o);
        PtxType t = o.type();
        int to = decoder.destination(i.operand(0));
        int a = decoder.source(i.operand(1));
        int b = decoder.source(i.operand(2));
        int c = isProduct ? decoder.source(i.operand(3)) : b;
        return new Step.Act(i, InstructionClass.INTEGER, (block, source, lanes) -> {
            block.requireWritten(a, lanes, source);
            block.requireWritten(b, lanes, source);
            block.requireWritten(c, lanes, source);
            long[] carry = block.carry();
            for (int k = 0; k < lanes.count(); k++) {
                int lane = lanes.list()[k];
                long x = t.truncate(isProduct
                        ? product.of(block.values(a)[lane], block.values(b)[lane], 0, 0)
                        : block.values(a)[lane]);
                long y = t.truncate(block.values(c)[lane]);
                long in = takes ? carry[lane] : 0;
                long result = t.truncate(isDifference ? x - y - in : x + y + in);
                block.values(to)[lane] = result;
                if (gives) {
                    // With a carry coming in, a result equal to an operand has gone all the way round.
                    int compared = isDifference ? Long.compareUnsigned(x, y) : Long.compareUnsigned(result, x);
                    carry[lane] = compared < 0 || in == 1 && compared == 0 ? 1 : 0;
                }
            }
            block.markWritten(to, lanes);
        });
    }
}
