package keops.cuda.emulator;

import java.util.List;

/** Loads and stores. */
final class MemoryAccess {
    /** Where shared and local memory begin among the addresses of all spaces. */
    static final long SHARED_WINDOW = 1L << 56;
    static final long LOCAL_WINDOW = 2L << 56;

    /** The memory that an instruction names. */
    private enum Space {
        GLOBAL(InstructionClass.GLOBAL_MEMORY),
        SHARED(InstructionClass.SHARED_MEMORY),
        LOCAL(InstructionClass.LOCAL_MEMORY),
        PARAMETER(InstructionClass.CONSTANT_MEMORY),
        CONSTANT(InstructionClass.CONSTANT_MEMORY),
        ANY(InstructionClass.GLOBAL_MEMORY);

        private final InstructionClass cost;

        Space(InstructionClass cost) {
            this.cost = cost;
        }

        static Space of(Decoder decoder, Instruction i, PtxOperand.Address address) {
            Opcode o = i.opcode();
            if (o.has("param")) {
                return address.base() instanceof PtxOperand.Symbol s && decoder.isLocal(s.name()) ? LOCAL : PARAMETER;
            }
            return o.has("shared") ? SHARED : o.has("local") ? LOCAL : o.has("const") ? CONSTANT
                    : o.has("global") ? GLOBAL : ANY;
        }
    }

    private final Space space;
    private final int base;
    private final long offset;
    private final int elementBytes;
    private final int elements;

    private MemoryAccess(Decoder decoder, Instruction i, PtxOperand.Address address) {
        this.space = Space.of(decoder, i, address);
        this.base = decoder.source(address.base());
        this.offset = address.offset();
        this.elementBytes = i.opcode().type().bytes();
        this.elements = i.opcode().elements();
    }

    static Step load(Decoder decoder, Instruction i) {
        var access = new MemoryAccess(decoder, i, (PtxOperand.Address) i.operand(1));
        int[] to = registers(i.operand(0)).stream()
                .mapToInt(o -> o instanceof PtxOperand.Sink ? -1 : decoder.destination(o))
                .toArray();
        PtxType type = i.opcode().type();
        return new Step.Act(i, access.space.cost, (block, source, lanes) -> {
            block.requireWritten(access.base, lanes, source);
            for (int k = 0; k < lanes.count(); k++) {
                int thread = lanes.list()[k];
                long address = access.address(block, source, thread);
                for (int e = 0; e < to.length; e++) {
                    long value = access.load(block, source, thread, address + (long) e * access.elementBytes);
                    if (to[e] >= 0) {
                        block.values(to[e])[thread] = type.extend(value);
                        block.setWritten(to[e], thread, !block.takePadding());
                    }
                }
            }
        });
    }

    static Step store(Decoder decoder, Instruction i) {
        var access = new MemoryAccess(decoder, i, (PtxOperand.Address) i.operand(0));
        int[] from = registers(i.operand(1)).stream().mapToInt(decoder::source).toArray();
        return new Step.Act(i, access.space.cost, (block, source, lanes) -> {
            block.requireWritten(access.base, lanes, source);
            if (from.length == 1) {
                block.requireWritten(from[0], lanes, source);
            }
            for (int k = 0; k < lanes.count(); k++) {
                int thread = lanes.list()[k];
                long address = access.address(block, source, thread);
                for (int e = 0; e < from.length; e++) {
                    access.store(block, source, thread, address + (long) e * access.elementBytes,
                            block.values(from[e])[thread], block.isWritten(from[e], thread));
                }
            }
        });
    }

    private static List<PtxOperand> registers(PtxOperand operand) {
        return operand instanceof PtxOperand.Several several ? several.parts() : List.of(operand);
    }

    private long address(Block block, Instruction source, int thread) {
        long address = block.values(base)[thread] + offset;
        if (address % ((long) elementBytes * elements) != 0) {
            throw block.fault(Fault.Kind.MISALIGNED, source, thread, String.format("the address 0x%x", address));
        }
        return address;
    }

    private Space spaceOf(long address) {
        return space != Space.ANY ? space : address >= LOCAL_WINDOW ? Space.LOCAL
                : address >= SHARED_WINDOW ? Space.SHARED : Space.GLOBAL;
    }

    private long within(long address) {
        return space != Space.ANY ? address : address & SHARED_WINDOW - 1;
    }

    private long load(Block block, Instruction source, int thread, long address) {
        long at = within(address);
        return switch (spaceOf(address)) {
            case GLOBAL, CONSTANT, ANY -> {
                DeviceMemory.Allocation allocation = allocation(block, source, thread, at);
                yield read(block, source, thread, allocation.bytes(), allocation.offset(at));
            }
            case SHARED -> {
                requireInside(block, source, thread, at, block.shared().bytes().size());
                int other = block.shared().read((int) at, elementBytes, thread);
                if (other >= 0) {
                    throw race(block, source, thread, other);
                }
                yield read(block, source, thread, block.shared().bytes(), (int) at);
            }
            case LOCAL -> {
                int size = block.program().localBytes();
                requireInside(block, source, thread, at, size);
                yield read(block, source, thread, block.local(), thread * size + (int) at);
            }
            case PARAMETER -> {
                byte[] parameters = block.launch().parameters();
                requireInside(block, source, thread, at, parameters.length);
                long value = 0;
                for (int k = elementBytes - 1; k >= 0; k--) {
                    value = value << 8 | parameters[(int) at + k] & 0xFF;
                }
                yield value;
            }
        };
    }

    private void store(Block block, Instruction source, int thread, long address, long value, boolean isWritten) {
        long at = within(address);
        switch (spaceOf(address)) {
            case GLOBAL, ANY -> {
                DeviceMemory.Allocation allocation = allocation(block, source, thread, at);
                allocation.bytes().store(allocation.offset(at), elementBytes, value, isWritten);
            }
            case SHARED -> {
                requireInside(block, source, thread, at, block.shared().bytes().size());
                int other = block.shared().write((int) at, elementBytes, thread);
                if (other >= 0) {
                    throw race(block, source, thread, other);
                }
                block.shared().bytes().store((int) at, elementBytes, value, isWritten);
            }
            case LOCAL -> {
                int size = block.program().localBytes();
                requireInside(block, source, thread, at, size);
                block.local().store(thread * size + (int) at, elementBytes, value, isWritten);
            }
            case PARAMETER, CONSTANT ->
                throw block.fault(Fault.Kind.OUT_OF_BOUNDS, source, thread, "it writes to constant memory");
        }
    }

    private DeviceMemory.Allocation allocation(Block block, Instruction source, int thread, long address) {
        DeviceMemory.Allocation allocation = block.find(address, elementBytes);
        if (allocation == null) {
            throw block.fault(Fault.Kind.OUT_OF_BOUNDS, source, thread,
                    String.format("no allocation has the %d bytes at 0x%x", elementBytes, address));
        }
        return allocation;
    }

    private void requireInside(Block block, Instruction source, int thread, long at, int size) {
        if (at < 0 || at > size - elementBytes) {
            throw block.fault(Fault.Kind.OUT_OF_BOUNDS, source, thread,
                    "the " + space + " memory has " + size + " bytes, and not the " + elementBytes + " at " + at);
        }
    }

    private static Fault race(Block block, Instruction source, int thread, int other) {
        return block.fault(Fault.Kind.RACE, source, thread,
                "thread " + other + " uses the same shared memory before the next barrier");
    }

    private long read(Block block, Instruction source, int thread, Bytes bytes, int at) {
        if (!bytes.isWritten(at, elementBytes)) {
            if (elements == 1) {
                throw block.fault(Fault.Kind.UNINITIALISED, source, thread,
                        "it reads memory that nothing was written to");
            }
            block.loadPadding();
        }
        return bytes.load(at, elementBytes);
    }
}
