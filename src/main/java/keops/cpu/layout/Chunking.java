package keops.cpu.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keops.cpu.code.RegisterBudget;
import keops.plan.CurrentWatch;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;

/**
 * Cuts the work of a plan into kernels. C2 compiles a method quickly up to some 2,800 bytes of code and not at all from
 * 8,000; a formula that needs more is computed by several kernels, which spill values of pairs to a buffer that
 * stays in the first-level cache. Wide outputs are cut the same way: one kernel computes the common factor, the others
 * multiply and add.
 */
public final class Chunking {
    /** Bytes of code of a kernel. */
    static final int CODE_BYTES = 2200;

    private final Staged staged;
    private final RegisterBudget registers;
    private final int rowVectors;
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Integer, Integer> computedBy = new HashMap<>();

    /** A chunk that is still growing. */
    private static final class Draft {
        final List<Integer> values = new ArrayList<>();
        final List<Epilogue> epilogues = new ArrayList<>();
        final Set<Integer> inputs = new HashSet<>();
        int bytes;
        int accumulators;
    }

    private Chunking(Staged staged, RegisterBudget registers, int rowVectors) {
        this.staged = staged;
        this.registers = registers;
        this.rowVectors = rowVectors;
    }

    /**
     * Cuts the work of a pass.
     *
     * @param staged the program
     * @param epilogues what becomes of which values
     * @param rowVectors the vectors of rows that are worked on side by side
     * @return the kernels
     */
    static List<Chunk> of(Staged staged, List<Epilogue> epilogues, RegisterBudget registers, int rowVectors) {
        var chunking = new Chunking(staged, registers, rowVectors);
        chunking.cut(epilogues);
        return SpillSlots.chunks(
                staged, chunking.drafts.stream().map(d -> new SpillSlots.Part(d.values, d.epilogues)).toList());
    }

    private void cut(List<Epilogue> epilogues) {
        drafts.add(new Draft());
        for (Epilogue epilogue : epilogues) {
            List<Integer> missing = missing(epilogue.value());
            makeRoom(missing, epilogue);
            missing.forEach(this::compute);
            append(epilogue);
        }
    }

    /** The pair values that a value still needs, itself included, operands first. */
    private List<Integer> missing(int value) {
        boolean[] needed = new boolean[value + 1];
        needed[value] = staged.stages().get(value) == Stage.PAIR && !computedBy.containsKey(value);
        var missing = new ArrayList<Integer>();
        for (int v = value; v >= 0; v--) {
            if (needed[v]) {
                missing.addFirst(v);
                for (int operand : staged.program().values().get(v).operands()) {
                    needed[operand] |=
                            staged.stages().get(operand) == Stage.PAIR && !computedBy.containsKey(operand);
                }
            }
        }
        return missing;
    }

    /** Begins a new draft where the row values and accumulators of one more epilogue would not stay in registers. */
    private void makeRoom(List<Integer> missing, Epilogue epilogue) {
        Draft draft = drafts.getLast();
        if (draft.accumulators == 0) {
            return;
        }
        var inputs = new HashSet<>(draft.inputs);
        for (int v : missing) {
            inputs.addAll(SpillSlots.inputs(staged, v));
        }
        inputs.add(epilogue.value());
        long rows = inputs.stream().filter(v -> staged.stages().get(v) == Stage.ROW).count();
        if ((rows + draft.accumulators + epilogue.accumulators()) * rowVectors > registers.rows()) {
            drafts.add(new Draft());
        }
    }

    private void compute(int v) {
        CurrentWatch.check();
        Scalar value = staged.program().values().get(v);
        List<Integer> inputs = SpillSlots.inputs(staged, v);
        Draft draft = value instanceof Scalar.Fold ? ofItsOwn() : room(FunctionFacts.of(value).bytes(), inputs);
        draft.values.add(v);
        draft.inputs.addAll(inputs);
        computedBy.put(v, drafts.size() - 1);
    }

    /** A draft that takes one fold and nothing else. */
    private Draft ofItsOwn() {
        if (drafts.getLast().bytes > 0) {
            drafts.add(new Draft());
        }
        Draft draft = drafts.getLast();
        draft.bytes = CODE_BYTES;
        return draft;
    }

    private void append(Epilogue epilogue) {
        if (epilogue instanceof Epilogue.Candidates
                && drafts.getLast().values.equals(List.of(epilogue.value()))
                && staged.program().values().get(epilogue.value()) instanceof Scalar.Fold) {
            // Sums of a fold are compared with their thresholds while they are in registers.
            drafts.getLast().epilogues.add(epilogue);
            return;
        }
        int bytes = switch (epilogue) {
            case Epilogue.Sum _ -> 20;
            case Epilogue.ColumnSum _ -> 30;
            case Epilogue.Extremum _, Epilogue.Candidates _ -> 60;
        };
        Draft draft = room(bytes, List.of(epilogue.value()));
        draft.epilogues.add(epilogue);
        draft.accumulators += epilogue.accumulators();
        draft.inputs.add(epilogue.value());
    }

    /** The last draft, or a new one where it would grow too large; its size grows by what is to be added. */
    private Draft room(int bytes, List<Integer> inputs) {
        Draft draft = drafts.getLast();
        int extra = bytes * rowVectors + inputBytes(draft, inputs);
        if (draft.bytes + extra > CODE_BYTES && draft.bytes > 0) {
            draft = new Draft();
            drafts.add(draft);
            extra = bytes * rowVectors + inputBytes(draft, inputs);
        }
        draft.bytes += extra;
        return draft;
    }

    private int inputBytes(Draft draft, List<Integer> inputs) {
        int bytes = 0;
        for (int input : inputs) {
            if (!draft.inputs.contains(input)) {
                bytes += switch (staged.stages().get(input)) {
                    case CONSTANT, PARAMETER, COLUMN -> 16;
                    case ROW -> 16 * rowVectors;
                    case PAIR -> draft.values.contains(input) ? 0 : 16 * rowVectors;
                };
            }
        }
        return bytes;
    }

    /** Whether each value alone fits into a kernel that works on some vectors of rows side by side. */
    public static boolean fits(Program program, int rowVectors) {
        return program.values().stream().allMatch(value -> rowVectors * FunctionFacts.of(value).bytes() <= CODE_BYTES
                && (!(value instanceof Scalar.Fold fold) || fits(fold.body(), rowVectors)));
    }
}
