package keops.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What the emulator is for: each fault of a kernel is found, and told with its place. */
class EmulatorChecksTest {
    private static Fault fault(Fault.Kind kind, String body, int threads) {
        Fault fault = assertThrows(Fault.class, () -> new PtxKernel(body, 64).run(threads));
        assertEquals(kind, fault.kind(), fault.getMessage());
        return fault;
    }

    @Test
    void aStoreBehindAnAllocationIsFound() {
        Fault fault = fault(Fault.Kind.OUT_OF_BOUNDS, "st.global.u64 [%rd3+8], %rd2;", 64);
        assertTrue(fault.getMessage().contains("'st.global.u64 [%rd3+8], %rd2' of k, thread 63 of block (0, 0, 0)"),
                fault.getMessage());
    }

    @Test
    void aLoadBeforeAnAllocationIsFound() {
        fault(Fault.Kind.OUT_OF_BOUNDS, "ld.global.u64 %rd4, [%rd1+-8];", 1);
    }

    @Test
    void addressesOfOtherSpacesHaveTheirBounds() {
        fault(Fault.Kind.OUT_OF_BOUNDS, "st.shared.u32 [tile+256], %r0;", 1);
        fault(Fault.Kind.OUT_OF_BOUNDS, "st.local.u32 [depot+16], %r0;", 1);
        fault(Fault.Kind.OUT_OF_BOUNDS, "ld.param.u64 %rd4, [k_param_0+8];", 1);
    }

    @Test
    void anAddressThatIsNoMultipleOfTheSizeIsFound() {
        fault(Fault.Kind.MISALIGNED, "st.global.u64 [%rd3+4], %rd2;", 1);
        fault(Fault.Kind.MISALIGNED, "st.global.v2.u64 [%rd1+8], {%rd2, %rd2};", 1);
    }

    @Test
    void aRegisterThatWasNotWrittenIsFound() {
        fault(Fault.Kind.UNINITIALISED, "add.s32 %r2, %r1, %r0;", 1);
        fault(Fault.Kind.UNINITIALISED, "setp.eq.u32 %p1, %r0, 0;\n@%p1 mov.u32 %r1, 1;\nadd.s32 %r2, %r1, %r0;", 2);
        fault(Fault.Kind.UNINITIALISED, "@%p1 mov.u32 %r1, 1;", 1);
    }

    @Test
    void theUpperHalfOfAPairMayBeMissing() {
        assertEquals(0, new PtxKernel("mov.b64 %rd4, {%r0, %r1};\ncvt.u32.u64 %r2, %rd4;\ncvt.u64.u32 %rd5, %r2;\n"
                + "st.global.u64 [%rd3], %rd5;", 1).run(1)[0]);
        assertEquals(0x7FFF_DEAD_0000_0000L,
                new PtxKernel("mov.b64 %rd4, {%r0, %r1};\nst.global.u64 [%rd3], %rd4;", 1).run(1)[0]);
        fault(Fault.Kind.UNINITIALISED, "mov.b64 %rd4, {%r1, %r0};", 1);
    }

    @Test
    void memoryThatWasNotWrittenIsFound() {
        fault(Fault.Kind.UNINITIALISED, "ld.global.u64 %rd4, [%rd3];", 1);
        fault(Fault.Kind.UNINITIALISED, "ld.shared.u32 %r1, [tile];", 1);
        fault(Fault.Kind.UNINITIALISED, "ld.local.u32 %r1, [depot];", 1);
    }

    @Test
    void paddingMayBeLoadedAndStoredButNotUsed() {
        String load = """
                st.shared.u32 [tile], %r0;
                ld.shared.v2.u32 {%r1, %r2}, [tile];
                st.shared.v2.u32 [tile+8], {%r1, %r2};
                """;
        String use = """
                ld.shared.v2.u32 {%r3, %r4}, [tile+8];
                cvt.u64.u32 %rd4, %r3;
                st.global.u64 [%rd3], %rd4;
                """;
        assertEquals(0, new PtxKernel(load + use, 1).run(1)[0]);
        fault(Fault.Kind.UNINITIALISED, load + "add.s32 %r5, %r2, 1;", 1);
        fault(Fault.Kind.UNINITIALISED, load + "ld.shared.u32 %r5, [tile+12];", 1);
    }

    @Test
    void aBarrierThatOnlySomeThreadsReachIsFound() {
        fault(Fault.Kind.DIVERGENT_BARRIER, "setp.lt.u32 %p1, %r0, 16;\n@%p1 bar.sync 0;", 32);
        fault(Fault.Kind.DIVERGENT_BARRIER, "setp.lt.u32 %p1, %r0, 16;\n@%p1 bra A;\nret;\nA:\nbar.sync 0;", 32);
        fault(Fault.Kind.DIVERGENT_BARRIER,
                "setp.lt.u32 %p1, %r0, 16;\n@%p1 bra A;\nbar.sync 0;\nbra B;\nA:\nbar.sync 0;\nB:", 32);
    }

    /** Each thread writes its own word at %rd5; that of its neighbour is at %rd6. */
    private static final String STORE = """
            mov.u32 %r1, tile;
            mul.lo.u32 %r2, %r0, 4;
            add.s32 %r3, %r1, %r2;
            cvt.u64.u32 %rd5, %r3;
            xor.b32 %r4, %r2, 4;
            add.s32 %r5, %r1, %r4;
            cvt.u64.u32 %rd6, %r5;
            st.shared.u32 [%rd5], %r0;
            """;

    @Test
    void threadsThatReadBeforeTheBarrierRace() {
        Fault fault = fault(Fault.Kind.RACE, STORE + "ld.shared.u32 %r6, [%rd6];", 32);
        assertTrue(fault.getMessage().contains("thread 1 uses the same shared memory"), fault.getMessage());
        String behind = STORE
                + "bar.sync 0;\nld.shared.u32 %r6, [%rd6];\ncvt.u64.u32 %rd7, %r6;\nst.global.u64 [%rd3], %rd7;";
        assertArrayEquals(new long[] {1, 0, 3, 2}, new PtxKernel(behind, 4).run(4));
    }

    @Test
    void threadsThatWriteBeforeTheBarrierRace() {
        fault(Fault.Kind.RACE, STORE + "bar.sync 0;\nld.shared.u32 %r6, [%rd6];\nst.shared.u32 [%rd5], %r6;", 32);
        fault(Fault.Kind.RACE, "st.shared.u32 [tile], %r0;", 2);
    }

    @Test
    void shufflesNeedTheLanesTheyName() {
        String shuffle =
                "shfl.sync.bfly.b32 %r1|%p1, %r0, 1, 31, -1;\ncvt.u64.u32 %rd4, %r1;\nst.global.u64 [%rd3], %rd4;";
        assertArrayEquals(new long[] {1, 0, 3, 2}, new PtxKernel(shuffle, 4).run(4));
        fault(Fault.Kind.DIVERGENT_BARRIER, "setp.lt.u32 %p2, %r0, 2;\n@%p2 bra A;\nret;\nA:\n" + shuffle, 4);
    }

    @Test
    void aKernelThatGivesUpOrDoesNotEndIsFound() {
        fault(Fault.Kind.TRAP, "trap;", 1);
        Fault endless = assertThrows(Fault.class, () -> new PtxKernel("A:\nbra A;", 1).run(1, 1000));
        assertEquals(Fault.Kind.ENDLESS, endless.kind());
    }

    @Test
    void threadsThatPartMeetAgain() {
        String both = """
                and.b32 %r1, %r0, 1;
                setp.eq.u32 %p1, %r1, 0;
                mov.u32 %r2, 0;
                @%p1 bra EVEN;
                add.s32 %r2, %r2, 10;
                bra END;
                EVEN:
                add.s32 %r2, %r2, 20;
                END:
                bar.sync 0;
                activemask.b32 %r3;
                add.s32 %r2, %r2, %r3;
                cvt.u64.u32 %rd4, %r2;
                st.global.u64 [%rd3], %rd4;""";
        assertArrayEquals(new long[] {35, 25, 35, 25}, new PtxKernel(both, 4).run(4));
    }

    @Test
    void whatIsNotKnownIsToldWhenItIsLoaded() {
        assertTrue(assertThrows(PtxException.class, () -> new PtxKernel("wgmma.fence.sync.aligned %r1, %r0;", 1))
                .getMessage()
                .contains("does not know the instruction 'wgmma.fence"));
        assertThrows(PtxException.class, () -> new PtxKernel("bra NOWHERE;", 1));
        assertThrows(PtxException.class, () -> new PtxKernel("mov.u64 %rd4, nothing;", 1));
        assertThrows(PtxException.class, () -> PtxParser.parse(".visible .entry k() { ret;"));
    }

    @Test
    void functionsAreCalledWithTheirOwnRegistersAndMemory() {
        PtxModule module = PtxParser.parse("""
                .version 7.4
                .target sm_75
                .address_size 64
                .func (.param .b32 result) twice(.param .b32 number)
                {
                .reg .b32 %r<3>;
                ld.param.b32 %r1, [number];
                add.s32 %r2, %r1, %r1;
                st.param.b32 [result], %r2;
                ret;
                }
                .visible .entry k(.param .u64 k_param_0)
                {
                .reg .b32 %r<9>;
                .reg .b64 %rd<9>;
                mov.u32 %r1, 21;
                { // callseq 0
                .param .b32 param0;
                st.param.b32 [param0], %r1;
                .param .b32 retval0;
                call.uni (retval0), twice, (param0);
                ld.param.b32 %r2, [retval0];
                }
                add.s32 %r3, %r2, %r1;
                ld.param.u64 %rd1, [k_param_0];
                cvt.u64.u32 %rd2, %r3;
                st.global.u64 [%rd1], %rd2;
                ret;
                }
                """);
        assertEquals(63, new PtxKernel(module, 1).run(1)[0]);
    }
}
