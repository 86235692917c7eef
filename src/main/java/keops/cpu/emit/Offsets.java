package keops.cpu.emit;

import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import keops.cpu.code.KernelClass;
import keops.cpu.code.KernelCode;
import keops.cpu.code.Placement;
import keops.cpu.code.TileKernel;

/**
 * Where a kernel finds its operands and leaves its results. A kernel that is made for all rows of a block knows that in
 * advance; others are told when they run, and only keep, next to their code, what they will have to be told.
 */
final class Offsets {
    private final KernelCode code;
    private final Placement placement;
    private final List<Integer> told = new ArrayList<>();
    private final List<Integer> ofRows = new ArrayList<>();
    private final List<Integer> ofColumns = new ArrayList<>();
    private final List<Integer> ofLanes = new ArrayList<>();

    Offsets(KernelCode code, Placement placement) {
        this.code = code;
        this.placement = placement;
    }

    /** What pushes an offset that is the same for all rows. */
    Consumer<CodeBuilder> of(int offset) {
        return switch (placement) {
            case FIXED -> c -> c.loadConstant(offset);
            case TOLD, SHARED -> {
                int place = told.size();
                int local = code.newLocal();
                told.add(offset);
                code.before(c -> c.aload(KernelClass.OFFSETS).loadConstant(place).iaload().istore(local));
                yield c -> c.iload(local);
            }
        };
    }

    /** What pushes an offset among values that stand row after row. */
    Consumer<CodeBuilder> ofRows(int offset) {
        ofRows.add(told.size());
        return of(offset);
    }

    /** What pushes the sum of an offset and some int locals. */
    Consumer<CodeBuilder> from(int offset, int... locals) {
        return plus(of(offset), locals);
    }

    /** The same for an offset among values that stand row after row. */
    Consumer<CodeBuilder> fromRows(int offset, int... locals) {
        return plus(ofRows(offset), locals);
    }

    /** The same for an offset among the values of columns. */
    Consumer<CodeBuilder> fromColumns(int offset, int... locals) {
        ofColumns.add(told.size());
        return from(offset, locals);
    }

    /** The same for an offset among sums that are kept lane by lane. */
    Consumer<CodeBuilder> fromLanes(int offset, int... locals) {
        ofLanes.add(told.size());
        return from(offset, locals);
    }

    private static Consumer<CodeBuilder> plus(Consumer<CodeBuilder> push, int... locals) {
        return c -> {
            push.accept(c);
            for (int local : locals) {
                c.iload(local).iadd();
            }
        };
    }

    /** A kernel with what it has to be told to work on the first rows of a block. */
    PlacedKernel placed(TileKernel kernel) {
        return new PlacedKernel(kernel, toArray(told), toArray(ofRows), toArray(ofColumns), toArray(ofLanes));
    }

    private static int[] toArray(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
