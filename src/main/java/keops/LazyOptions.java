package keops;

import java.lang.foreign.Arena;
import keops.call.Execution;
import keops.call.Watching;

/**
 * What was asked for of the reductions of a lazy tensor.
 *
 * @param execution where and how they are computed
 * @param watching who looks on
 * @param arena what results live in; null where that was left open
 */
record LazyOptions(Execution execution, Watching watching, Arena arena) {
    static final LazyOptions NONE = new LazyOptions(Execution.STANDARD, Watching.NONE, null);

    /** The options of the array with i and j exchanged. */
    LazyOptions transposed() {
        return new LazyOptions(execution.transposed(), watching, arena);
    }

    /** These options, and those of another where these leave one open. */
    LazyOptions or(LazyOptions other) {
        return new LazyOptions(execution.or(other.execution), watching.or(other.watching),
                arena == null ? other.arena : arena);
    }
}
