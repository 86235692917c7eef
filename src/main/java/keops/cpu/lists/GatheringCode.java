package keops.cpu.lists;

import keops.cpu.code.KernelShape;

/**
 * The generated code of {@link GatheredLists}.
 *
 * @param gathering gathers candidates
 * @param appending appends them to buffers
 * @param counting counts what is below a limit
 * @param moving keeps what is below a limit
 */
record GatheringCode(Gathering gathering, Appending appending, Sieve counting, Sieve moving) {
    static GatheringCode emit(KernelShape shape) {
        return new GatheringCode(
                GatheringEmitter.emit(shape), AppendingEmitter.emit(shape), SieveEmitter.counting(shape),
                SieveEmitter.moving(shape));
    }
}
