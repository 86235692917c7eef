package keops.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instructions by their definitions, with operands and results as bits. */
class EmulatorArithmeticTest {
    /** Runs one instruction with up to four operands in registers of 64 bits; %rd8 is the result. */
    private static long run(String name, String... operands) {
        var body = new StringBuilder();
        var list = new StringBuilder("%rd8");
        for (int k = 0; k < operands.length; k++) {
            boolean isPredicate = operands[k].startsWith("p");
            body.append(isPredicate
                    ? "setp.eq.u32 %p" + k + ", 1, " + operands[k].substring(1) + ";\n"
                    : "mov.b64 %rd1" + k + ", " + operands[k] + ";\n");
            list.append(isPredicate ? ", %p" + k : ", %rd1" + k);
        }
        body.append(name).append(' ').append(list).append(";\nst.global.u64 [%rd3], %rd8;");
        return new PtxKernel(body.toString(), 1).run(1)[0];
    }

    @ParameterizedTest
    @CsvSource({
        "add.s32, 0xFFFFFFFF, 2, 1", "sub.u32, 1, 2, 0xFFFFFFFF", "add.s64, -1, 5, 4",
                "mul.lo.s32, 0x10000, 0x10001, 0x10000",
        "mul.hi.u32, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE", "mul.hi.s32, 0xFFFFFFFF, 2, 0xFFFFFFFF",
        "mul.wide.s32, 0xFFFFFFFF, 2, -2", "mul.wide.u32, 0xFFFFFFFF, 2, 0x1FFFFFFFE", "mul.hi.u64, -1, 2, 1",
        "mul.hi.s64, -1, 2, -1", "div.s32, 0xFFFFFFF9, 2, 0xFFFFFFFD", "rem.s32, 0xFFFFFFF9, 2, 0xFFFFFFFF",
        "div.u64, -1, 16, 0xFFFFFFFFFFFFFFF", "min.s32, 0xFFFFFFFF, 1, 0xFFFFFFFF", "min.u32, 0xFFFFFFFF, 1, 1",
        "max.s64, -5, 3, 3", "and.b32, 12, 10, 8", "or.b32, 12, 10, 14", "xor.b32, 12, 10, 6",
        "shl.b32, 1, 31, 0x80000000",
        "shl.b32, 1, 32, 0", "shr.u32, 0x80000000, 31, 1", "shr.s32, 0x80000000, 35, 0xFFFFFFFF", "shr.s64, -8, 1, -4",
        "add.f32, 0x3F800000, 0x40000000, 0x40400000", "mul.ftz.f32, 0x00800000, 0x3F000000, 0",
        "mul.f32, 0x00800000, 0x3F000000, 0x00400000", "min.f32, 0x7FC00000, 0x3F800000, 0x3F800000",
        "max.NaN.f32, 0x7FC00000, 0x3F800000, 0x7FC00000", "min.f32, 0, 0x80000000, 0x80000000",
        "add.rz.f32, 0x3F800000, 0x33000001, 0x3F800000", "add.rp.f32, 0x3F800000, 0x33000001, 0x3F800001",
        "copysign.f32, 0x80000000, 0x3F800000, 0xBF800000",
        "add.f64, 0x3FF0000000000000, 0x3FF0000000000000, 0x4000000000000000",
        "div.rn.f32, 0x3F800000, 0x40400000, 0x3EAAAAAB"
    })
    void ofTwo(String name, String a, String b, String expected) {
        assertEquals(FunctionParser.number(expected), run(name, a, b), name);
    }

    @ParameterizedTest
    @CsvSource({
        "neg.s32, 1, 0xFFFFFFFF", "abs.s32, 0xFFFFFFFB, 5", "not.b32, 0, 0xFFFFFFFF", "popc.b64, -1, 64",
                "clz.b32, 1, 31",
        "clz.b64, 0, 64", "brev.b32, 1, 0x80000000", "bfind.u32, 0x100, 8", "bfind.s32, 0xFFFFFFFF, 0xFFFFFFFF",
        "neg.f32, 0x3F800000, 0xBF800000", "abs.f64, -1, 0x7FFFFFFFFFFFFFFF",
        "ex2.approx.ftz.f32, 0x40400000, 0x41000000",
        "lg2.approx.f32, 0x41000000, 0x40400000", "rcp.rn.f32, 0x40000000, 0x3F000000",
        "sqrt.rn.f32, 0x40800000, 0x40000000",
        "rsqrt.approx.f32, 0x40800000, 0x3F000000", "rcp.approx.ftz.f64, 0x4008000000000000, 0x3FD5555500000000",
        "cvt.s64.s32, 0xFFFFFFFF, -1", "cvt.u64.u32, 0xFFFFFFFF, 0xFFFFFFFF", "cvt.u16.u32, 0x12345, 0x2345",
        "cvt.s32.s8, 0x80, 0xFFFFFF80", "cvt.rn.f32.s32, 0xFFFFFFFF, 0xBF800000", "cvt.rn.f32.u64, -1, 0x5F800000",
        "cvt.rn.f64.u64, -1, 0x43F0000000000000", "cvt.rzi.s32.f32, 0xC0200000, 0xFFFFFFFE",
        "cvt.rni.s32.f32, 0xC0200000, 0xFFFFFFFE", "cvt.rmi.f32.f32, 0xC0200000, 0xC0400000",
        "cvt.rpi.f32.f32, 0xC0200000, 0xC0000000", "cvt.rzi.s32.f32, 0x7F800000, 0x7FFFFFFF",
        "cvt.rzi.u32.f32, 0xBF800000, 0",
        "cvt.rzi.s32.f32, 0x7FC00000, 0", "cvt.rn.f32.f64, 0x3FF0000010000000, 0x3F800000",
        "cvt.f64.f32, 0x3F800000, 0x3FF0000000000000",
        "cvt.f32.f16, 0x3C00, 0x3F800000", "cvt.rn.f16.f32, 0x3F800000, 0x3C00", "cvt.rn.bf16.f32, 0x3F80FFFF, 0x3F81",
        "cvt.f32.bf16, 0x3F80, 0x3F800000", "cvt.sat.f32.f32, 0x40000000, 0x3F800000", "cvt.sat.u8.s32, 300, 255",
        "testp.notanumber.f32, 0x7FC00000, 1", "testp.subnormal.f32, 1, 1"
    })
    void ofOne(String name, String a, String expected) {
        assertEquals(FunctionParser.number(expected), run(name, a), name);
    }

    @ParameterizedTest
    @CsvSource({
        "fma.rn.f32, 0x3F800001, 0x3F800001, 0xBF800002, 0x28800000",
                "fma.rm.f32, 0x3F800000, 0x3F800000, 0xB3000001, 0x3F7FFFFF",
        "mad.lo.s32, 3, 5, 0xFFFFFFFF, 14", "mad.wide.u32, 0xFFFFFFFF, 2, 1, 0x1FFFFFFFF", "selp.b32, 7, 9, p1, 7",
        "selp.b32, 7, 9, p0, 9", "bfe.u32, 0xABCD, 4, 8, 0xBC", "bfe.s32, 0xABCD, 4, 8, 0xFFFFFFBC",
        "shf.l.wrap.b32, 0x80000000, 1, 1, 3",
        "shf.r.clamp.b32, 0, 1, 32, 1", "prmt.b32, 0x33221100, 0x77665544, 0x7240, 0x77224400",
        "prmt.b32, 0x80, 0, 0x8888, 0xFFFFFFFF", "sad.s32, 0xFFFFFFFF, 2, 10, 13", "slct.b32.s32, 7, 9, 0xFFFFFFFF, 9"
    })
    void ofThree(String name, String a, String b, String c, String expected) {
        assertEquals(FunctionParser.number(expected), run(name, a, b, c), name);
    }

    @ParameterizedTest
    @CsvSource({"bfi.b32, 0xF, 0xFFFF0000, 4, 8, 0xFFFF00F0", "lop3.b32, 0xF0, 0xCC, 0xAA, 0x96, 0x96",
            "lop3.b32, 0xF0, 0xCC, 0xAA, 0xE8, 0xE8"})
    void ofFour(String name, String a, String b, String c, String d, String expected) {
        assertEquals(FunctionParser.number(expected), run(name, a, b, c, d), name);
    }

    @ParameterizedTest
    @CsvSource({"lt.s32, 0xFFFFFFFF, 0, 1", "lt.u32, 0xFFFFFFFF, 0, 0", "ge.u64, -1, 1, 1", "lt.f32, 0x7FC00000, 0, 0",
        "ltu.f32, 0x7FC00000, 0, 1",
        "neu.f32, 0x7FC00000, 0x7FC00000, 1", "ne.f32, 0x7FC00000, 0, 0", "eq.ftz.f32, 1, 0, 1", "eq.f32, 1, 0, 0",
        "nan.f64, 0x7FF8000000000000, 0, 1"})
    void comparisons(String name, String a, String b, long expected) {
        String body = "mov.b64 %rd4, " + a + ";\nmov.b64 %rd5, " + b + ";\nsetp." + name
                + " %p1, %rd4, %rd5;\nselp.b64 %rd8, 1, 0, %p1;\nst.global.u64 [%rd3], %rd8;";
        assertEquals(expected, new PtxKernel(body, 1).run(1)[0], name);
    }

    @ParameterizedTest
    @CsvSource({
        "add.cc, addc, -1, 1, 0, 0, 0, 1", "add.cc, addc, 1, 1, 3, 4, 2, 7", "sub.cc, subc, 0, 1, 5, 2, -1, 2",
                "sub.cc, subc, 3, 1, 5, 2, 2, 3"
    })
    void carriesLinkWords(String low, String high, long a, long b, long c, long d, long sum, long carried) {
        String body = "mov.b64 %rd4, " + a + ";\nmov.b64 %rd5, " + b + ";\nmov.b64 %rd6, " + c
                + ";\nmov.b64 %rd7, " + d + ";\n"
                + low + ".u64 %rd8, %rd4, %rd5;\n" + high
                + ".u64 %rd9, %rd6, %rd7;\nst.global.v2.u64 [%rd3], {%rd8, %rd9};";
        long[] words = new PtxKernel(body, 2).run(1);
        assertEquals(sum, words[0]);
        assertEquals(carried, words[1]);
    }
}
