package keops.cuda.emulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a kernel ready: lays out its memory, turns constants into registers, and each instruction into a step. */
final class Decoder {
    private final PtxFunction kernel;
    private final Map<String, Long> addresses;
    private final Map<String, PtxVariable> variables = new HashMap<>();
    private final Map<Long, Integer> constants = new HashMap<>();
    private final List<Long> constantList = new ArrayList<>();
    private int sharedBytes;
    private int localBytes;

    private Decoder(PtxModule module, PtxFunction kernel, Map<String, Long> globals) {
        this.kernel = Inliner.apply(module, kernel);
        this.addresses = new HashMap<>(globals);
        layOut(module);
    }

    /**
     * Makes a kernel ready.
     *
     * @param globals the addresses of the module's global and constant variables
     * @throws PtxException if there is something that the emulator does not know
     */
    static PtxProgram apply(PtxModule module, PtxFunction kernel, Map<String, Long> globals) {
        return new Decoder(module, kernel, globals).program();
    }

    private void layOut(PtxModule module) {
        int end = 0;
        for (PtxVariable parameter : kernel.parameters()) {
            end = parameter.align(end);
            place(parameter, end);
            end += parameter.bytes();
        }
        for (PtxVariable v : kernel.variables()) {
            if (v.space().equals("shared")) {
                sharedBytes = placed(v, sharedBytes);
            } else {
                localBytes = placed(v, localBytes);
            }
        }
        localBytes = Math.ceilDiv(localBytes, 16) * 16;
        for (PtxVariable v : module.variables()) {
            if (v.space().equals("shared")) {
                if (v.bytes() > 0) {
                    sharedBytes = placed(v, sharedBytes);
                }
            } else {
                variables.put(v.name(), v);
            }
        }
        sharedBytes = Math.ceilDiv(sharedBytes, 16) * 16;
        for (PtxVariable v : module.variables()) {
            if (v.space().equals("shared") && v.bytes() == 0) {
                place(v, sharedBytes);
            }
        }
    }

    private int placed(PtxVariable v, int end) {
        int at = v.align(end);
        place(v, at);
        return at + v.bytes();
    }

    private void place(PtxVariable v, int at) {
        variables.put(v.name(), v);
        addresses.put(v.name(), (long) at);
    }

    private PtxProgram program() {
        var steps = new ArrayList<Step>();
        for (Instruction i : kernel.code()) {
            steps.add(step(i));
        }
        return new PtxProgram(kernel.name(), steps.toArray(Step[]::new), kernel.registers(), List.copyOf(constantList),
                sharedBytes, localBytes, kernel.parameters(), kernel.maxThreads());
    }

    private Step step(Instruction i) {
        Opcode o = i.opcode();
        return switch (o.base()) {
            case "bra" -> new Step.Branch(i, target(i, ((PtxOperand.Symbol) i.operand(0)).name()));
            case "brx" -> indexed(i);
            case "ret", "exit" -> new Step.Exit(i);
            case "bar", "barrier" -> o.has("warp") ? new Step.Act(i, InstructionClass.BARRIER, Exchange.warpBarrier())
                    : new Step.Barrier(i);
            case "ld", "ldu" -> MemoryAccess.load(this, i);
            case "st" -> MemoryAccess.store(this, i);
            case "mov" -> Moves.of(this, i);
            case "cvta" -> Moves.convertAddress(this, i);
            case "shfl" -> Exchange.shuffle(this, i);
            case "vote" -> Exchange.vote(this, i);
            case "activemask" -> Exchange.activeMask(this, i);
            case "membar", "fence", "prefetch", "prefetchu", "nanosleep" ->
                new Step.Act(i, InstructionClass.CONTROL, (_, _, _) -> { });
            case "trap" -> new Step.Act(i, InstructionClass.CONTROL, (block, source, lanes) -> {
                throw block.fault(Fault.Kind.TRAP, source, lanes.list()[0], "the kernel gave up");
            });
            default -> o.has("cc") || o.base().equals("addc") || o.base().equals("subc") || o.base().equals("madc")
                    ? Carry.of(this, i)
                    : compute(i);
        };
    }

    private Step indexed(Instruction i) {
        String list = ((PtxOperand.Symbol) i.operand(1)).name();
        return new Step.IndexedBranch(i, source(i.operand(0)),
                kernel.branchTargets().get(list).stream().map(label -> target(i, label)).toList());
    }

    private int target(Instruction i, String label) {
        Integer place = kernel.labels().get(label);
        if (place == null) {
            throw new PtxException("there is no label " + label + ": " + i.text());
        }
        return place;
    }

    private Step compute(Instruction i) {
        Opcode o = i.opcode();
        Optional<LaneFunction> function = Comparisons.of(o)
                .or(() -> Conversions.of(o))
                .or(() -> FloatFunctions.of(o))
                .or(() -> IntegerFunctions.of(o));
        if (function.isEmpty()) {
            throw new PtxException("the emulator does not know the instruction '" + i.text() + "'");
        }
        int[] sources = new int[i.operands().size() - 1];
        PtxOperand[] operands = new PtxOperand[sources.length];
        for (int k = 0; k < sources.length; k++) {
            operands[k] = i.operand(k + 1);
            sources[k] = source(operands[k]);
        }
        boolean negates = java.util.Arrays.stream(operands)
                .anyMatch(operand -> operand instanceof PtxOperand.Register r && r.isNegated());
        LaneFunction f = negates ? negating(function.get(), operands) : function.get();
        return new Step.Act(i, InstructionClass.of(o), new Compute(f, destination(i.operand(0)), sources));
    }

    /** Predicates that are negated where they are read. */
    private static LaneFunction negating(LaneFunction f, PtxOperand[] operands) {
        long[] flips = new long[4];
        for (int k = 0; k < operands.length; k++) {
            flips[k] = operands[k] instanceof PtxOperand.Register r && r.isNegated() ? 1 : 0;
        }
        return (a, b, c, d) -> f.of(a ^ flips[0], b ^ flips[1], c ^ flips[2], d ^ flips[3]);
    }

    /** The register that an operand is read from: constants have registers, too. */
    int source(PtxOperand operand) {
        return switch (operand) {
            case PtxOperand.Register r -> r.number();
            case PtxOperand.Immediate i -> constant(i.bits());
            case PtxOperand.Symbol s -> constant(address(s.name()));
            case PtxOperand.Address _, PtxOperand.Several _, PtxOperand.Special _, PtxOperand.Sink _ ->
                throw new PtxException("not a value: " + operand);
        };
    }

    int destination(PtxOperand operand) {
        if (operand instanceof PtxOperand.Register r) {
            return r.number();
        }
        throw new PtxException("not a register: " + operand);
    }

    int constant(long bits) {
        return constants.computeIfAbsent(bits, value -> {
            constantList.add(value);
            return kernel.registers() + constantList.size() - 1;
        });
    }

    long address(String name) {
        Long address = addresses.get(name);
        if (address == null) {
            throw new PtxException("there is no variable " + name);
        }
        return address;
    }

    /** Whether a name is a variable of a function: parameters of calls live in local memory. */
    boolean isLocal(String name) {
        return kernel.variables().stream().anyMatch(v -> v.name().equals(name));
    }
}
