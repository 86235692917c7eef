package keops.cuda.emulator;

import java.util.List;
import java.util.Map;

/**
 * A kernel, or a function that a kernel calls.
 *
 * @param results the results of a function
 * @param parameters the parameters, in order
 * @param variables the variables that it declares: shared, local, and parameters of calls
 * @param registers the number of registers
 * @param labels where each label points to
 * @param maxThreads the largest block that it may run in; 0 where it does not say
 */
record PtxFunction(
        String name,
        boolean isEntry,
        List<PtxVariable> results,
        List<PtxVariable> parameters,
        List<PtxVariable> variables,
        int registers,
        Map<String, Integer> labels,
        Map<String, List<String>> branchTargets,
        int maxThreads,
        List<Instruction> code) {

    /** The bytes of the parameters of a kernel, each at its own alignment. */
    int parameterBytes() {
        int end = 0;
        for (PtxVariable parameter : parameters) {
            end = parameter.align(end) + parameter.bytes();
        }
        return end;
    }
}
