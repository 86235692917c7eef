package keops.cuda.emulator;

import java.util.List;
import java.util.Map;

/**
 * What a text of PTX holds.
 *
 * @param target as in {@code sm_75}
 * @param variables global and constant variables, and shared memory whose size the launch gives
 */
record PtxModule(String target, List<PtxVariable> variables, Map<String, PtxFunction> functions) {}
