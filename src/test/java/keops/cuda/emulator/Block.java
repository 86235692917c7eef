package keops.cuda.emulator;

import java.util.Arrays;
import java.util.Optional;

/**
 * A block of threads that runs. Each register is an array over the threads; beside it stands which threads have written
 * it. Instructions act on all threads that are at the same place.
 */
final class Block {
    private final PtxProgram program;
    private final Launch launch;
    private final int threads;
    private final long[][] registers;
    private final long[][] written;
    private final long[] carry;
    private final SharedMemory shared;
    private final Bytes local;
    private final Groups ready;
    private final Lanes active;
    private final Lanes guarded;
    private final Lanes others;
    private final long[] waiting;
    private final Census census = new Census();
    private int barrierPlace;
    private int ended;
    private int index;
    private DeviceMemory.Allocation last;
    private boolean isPadding;

    Block(PtxProgram program, Launch launch) {
        this.program = program;
        this.launch = launch;
        this.threads = launch.threads();
        int constants = program.constants().size();
        this.registers = new long[program.registers() + constants][threads];
        this.written = new long[registers.length][(threads + 63) / 64];
        for (int k = 0; k < constants; k++) {
            Arrays.fill(registers[program.registers() + k], program.constants().get(k));
            Arrays.fill(written[program.registers() + k], -1);
        }
        this.carry = new long[threads];
        this.shared = new SharedMemory(program.sharedBytes() + launch.sharedBytes());
        this.local = new Bytes(Math.multiplyExact(program.localBytes(), threads));
        this.ready = new Groups(threads);
        this.active = new Lanes(threads);
        this.guarded = new Lanes(threads);
        this.others = new Lanes(threads);
        this.waiting = new long[(threads + 63) / 64];
    }

    Census census() {
        return census;
    }

    /** Runs one block of the grid to its end. */
    void run(int number) {
        index = number;
        ended = 0;
        for (int r = 0; r < program.registers(); r++) {
            Arrays.fill(written[r], 0);
        }
        shared.reset();
        local.forget();
        long[] all = new long[waiting.length];
        for (int thread = 0; thread < threads; thread++) {
            all[thread >> 6] |= 1L << thread;
        }
        ready.clear();
        ready.add(0, all);
        do {
            while (!ready.isEmpty()) {
                int place = ready.take(active);
                advance(place);
            }
        } while (releaseBarrier());
    }

    /** Goes on with the active threads until they part, meet others, or wait. */
    private void advance(int from) {
        int place = from;
        while (place < ready.lowest()) {
            if (place >= program.steps().length) {
                ended += active.count();
                return;
            }
            Step step = program.steps()[place];
            Lanes lanes = guard(step);
            census.count(step.cost(), active.count());
            switch (step) {
                case Step.Act act -> {
                    if (lanes.count() > 0) {
                        act.action().run(this, act.source(), lanes);
                    }
                    place++;
                }
                case Step.Branch branch -> {
                    if (lanes.count() < active.count()) {
                        part(branch, lanes, place);
                        return;
                    }
                    place = branch.target();
                    checkEnd(step);
                }
                case Step.IndexedBranch branch -> {
                    branch(branch, lanes);
                    return;
                }
                case Step.Exit _ -> {
                    ended += lanes.count();
                    if (lanes.count() == active.count()) {
                        return;
                    }
                    rest(step);
                    ready.add(place + 1, others.mask());
                    return;
                }
                case Step.Barrier _ -> {
                    await(step, lanes, place);
                    return;
                }
            }
        }
        ready.add(place, active.mask());
    }

    private Lanes guard(Step step) {
        Optional<PtxOperand.Register> guard = step.guard();
        if (guard.isEmpty()) {
            return active;
        }
        PtxOperand.Register predicate = guard.get();
        requireWritten(predicate.number(), active, step.source());
        guarded.select(active, registers[predicate.number()], !predicate.isNegated());
        return guarded;
    }

    /** The active threads that the guard of a step held back. */
    private void rest(Step step) {
        PtxOperand.Register predicate = step.guard().orElseThrow();
        others.select(active, registers[predicate.number()], predicate.isNegated());
    }

    private void part(Step.Branch branch, Lanes taken, int place) {
        if (taken.count() > 0) {
            ready.add(branch.target(), taken.mask());
            rest(branch);
            ready.add(place + 1, others.mask());
        } else {
            ready.add(place + 1, active.mask());
        }
        checkEnd(branch);
    }

    private void branch(Step.IndexedBranch branch, Lanes lanes) {
        requireWritten(branch.index(), lanes, branch.source());
        long[] one = new long[waiting.length];
        for (int k = 0; k < lanes.count(); k++) {
            int lane = lanes.list()[k];
            Arrays.fill(one, 0);
            one[lane >> 6] = 1L << lane;
            ready.add(branch.targets().get(Math.toIntExact(registers[branch.index()][lane])), one);
        }
    }

    private void checkEnd(Step step) {
        if (census.total() > launch.budget()) {
            throw fault(Fault.Kind.ENDLESS, step.source(), active.list()[0], "the kernel does not end");
        }
    }

    private void await(Step step, Lanes lanes, int place) {
        boolean isFirst = Arrays.stream(waiting).allMatch(word -> word == 0);
        if (lanes.count() < active.count() || !isFirst && barrierPlace != place) {
            throw fault(Fault.Kind.DIVERGENT_BARRIER, step.source(), active.list()[0],
                    "threads wait at two barriers, or only some of them reach this one");
        }
        barrierPlace = place;
        for (int word = 0; word < waiting.length; word++) {
            waiting[word] |= lanes.mask()[word];
        }
    }

    /** Lets the threads at the barrier go on; whether there were any. */
    private boolean releaseBarrier() {
        int count = Arrays.stream(waiting).mapToInt(Long::bitCount).sum();
        if (count == 0) {
            return false;
        }
        if (count < threads) {
            Step step = program.steps()[barrierPlace];
            throw fault(Fault.Kind.DIVERGENT_BARRIER, step.source(), 0,
                    count + " of " + threads + " threads wait at a barrier, and " + ended + " have ended");
        }
        ready.add(barrierPlace + 1, waiting);
        Arrays.fill(waiting, 0);
        shared.barrier();
        return true;
    }

    /** The values of a register in all threads. */
    long[] values(int register) {
        return registers[register];
    }

    long[] carry() {
        return carry;
    }

    int threads() {
        return threads;
    }

    int number() {
        return index;
    }

    Launch launch() {
        return launch;
    }

    SharedMemory shared() {
        return shared;
    }

    Bytes local() {
        return local;
    }

    PtxProgram program() {
        return program;
    }

    /** The allocation that holds a range of device memory, or null. */
    DeviceMemory.Allocation find(long address, int bytes) {
        DeviceMemory.Allocation known = last;
        if (known == null || !known.contains(address, bytes)) {
            last = launch.memory().find(address, bytes);
        }
        return last;
    }

    void requireWritten(int register, Lanes lanes, Instruction source) {
        long[] have = written[register];
        long[] need = lanes.mask();
        for (int word = 0; word < need.length; word++) {
            long missing = need[word] & ~have[word];
            if (missing != 0) {
                throw fault(Fault.Kind.UNINITIALISED, source, word * 64 + Long.numberOfTrailingZeros(missing),
                        "it uses a register that nothing was written to, or memory that nothing was written to");
            }
        }
    }

    void markWritten(int register, Lanes lanes) {
        long[] have = written[register];
        long[] now = lanes.mask();
        for (int word = 0; word < now.length; word++) {
            have[word] |= now[word];
        }
    }

    /** Notes that what is being loaded was never written: a vector may hold padding, as long as nobody uses it. */
    void loadPadding() {
        isPadding = true;
    }

    /** Whether what was loaded last was never written. */
    boolean takePadding() {
        boolean was = isPadding;
        isPadding = false;
        return was;
    }

    boolean isWritten(int register, int thread) {
        return (written[register][thread >> 6] >>> thread & 1) != 0;
    }

    void setWritten(int register, int thread, boolean isWritten) {
        long bit = 1L << thread;
        written[register][thread >> 6] = isWritten
                ? written[register][thread >> 6] | bit
                : written[register][thread >> 6] & ~bit;
    }

    Fault fault(Fault.Kind kind, Instruction source, int thread, String what) {
        return new Fault(kind, what + ", in '" + source.text() + "' of " + program.name() + ", thread " + thread
                + " of block " + launch.blockText(index));
    }
}
