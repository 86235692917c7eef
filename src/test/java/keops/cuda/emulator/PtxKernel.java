package keops.cuda.emulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** A kernel of hand-written PTX with one array, for tests of the emulator itself. */
final class PtxKernel {
    private static final String HEAD = """
            .version 7.4
            .target sm_75
            .address_size 64
            .visible .entry k(.param .u64 k_param_0)
            {
            .reg .pred %p<8>;
            .reg .b16 %rs<8>;
            .reg .b32 %r<32>;
            .reg .f32 %f<8>;
            .reg .b64 %rd<16>;
            .reg .f64 %fd<8>;
            .shared .align 16 .b8 tile[256];
            .local .align 8 .b8 depot[16];
            ld.param.u64 %rd0, [k_param_0];
            cvta.to.global.u64 %rd1, %rd0;
            mov.u32 %r0, %tid.x;
            mul.wide.u32 %rd2, %r0, 8;
            add.s64 %rd3, %rd1, %rd2;
            """;

    private final DeviceMemory memory = new DeviceMemory(0);
    private final PtxProgram program;
    private final long array;
    private final int elements;

    /** %r0 is the thread, %rd1 the array of 64-bit elements, %rd3 the thread's own element. */
    PtxKernel(String body, int elements) {
        this(PtxParser.parse(HEAD + body + "\nret;\n}\n"), elements);
    }

    PtxKernel(PtxModule module, int elements) {
        this.program = Decoder.apply(module, module.functions().get("k"), Map.of());
        this.elements = elements;
        this.array = memory.allocate(elements * 8L);
    }

    PtxKernel fill(long... values) {
        for (int k = 0; k < values.length; k++) {
            memory.find(array, 1).bytes().store(8 * k, 8, values[k], true);
        }
        return this;
    }

    /** Runs it, and gives the elements back. */
    long[] run(int threads) {
        return run(threads, Launch.USUAL_BUDGET);
    }

    long[] run(int threads, long budget) {
        byte[] parameters = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(array).array();
        new Launch(new int[] {1, 1, 1}, new int[] {threads, 1, 1}, 0, parameters, memory, budget).run(program);
        long[] values = new long[elements];
        for (int k = 0; k < elements; k++) {
            values[k] = memory.find(array, 1).bytes().load(8 * k, 8);
        }
        return values;
    }
}
