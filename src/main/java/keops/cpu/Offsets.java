package keops.cpu;

import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where a kernel finds its operands and leaves its results. A kernel that is made for one formula knows that in advance;
 * one that many formulas share is told when it runs, and only keeps, next to its code, what it will have to be told.
 */
final class Offsets {
    private final VectorCode code;
    private final boolean areTold;
    private final List<Integer> told = new ArrayList<>();

    private Offsets(VectorCode code, boolean areTold) {
        this.code = code;
        this.areTold = areTold;
    }

    /** Offsets that become part of the code. */
    static Offsets fixed(VectorCode code) {
        return new Offsets(code, false);
    }

    /** Offsets that are read from an argument of the kernel. */
    static Offsets told(VectorCode code) {
        return new Offsets(code, true);
    }

    /** What pushes an offset. */
    Consumer<CodeBuilder> of(int offset) {
        if (!areTold) {
            return c -> c.loadConstant(offset);
        }
        int place = told.size();
        int local = code.newLocal();
        told.add(offset);
        code.before(c -> c.aload(KernelClass.OFFSETS).loadConstant(place).iaload().istore(local));
        return c -> c.iload(local);
    }

    /** What pushes the sum of some int locals and an offset. */
    Consumer<CodeBuilder> from(int offset, int... locals) {
        Consumer<CodeBuilder> push = of(offset);
        return c -> {
            push.accept(c);
            for (int local : locals) {
                c.iload(local).iadd();
            }
        };
    }

    /** What the kernel has to be told. */
    int[] toTell() {
        return told.stream().mapToInt(Integer::intValue).toArray();
    }
}
