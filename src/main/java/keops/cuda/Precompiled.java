package keops.cuda;

import keops.tensor.DType;

/**
 * A kernel that was compiled ahead of its use. Immutable, and safe for use by many threads.
 *
 * @param reduction what it computes, in words
 * @param dtype the compute type
 * @param target the target, as in {@code sm_90}
 * @param key its key in the {@linkplain keops.cache.KernelStore store}
 * @param wasThere whether the store had it already
 */
public record Precompiled(String reduction, DType dtype, String target, String key, boolean wasThere) {}
