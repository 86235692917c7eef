package keops.cuda.emulator;

/** What an instruction makes of the bits of up to four operands in one lane. Results come back zero-extended. */
@FunctionalInterface
interface LaneFunction {
    long of(long a, long b, long c, long d);
}
