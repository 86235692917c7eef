package keops.cuda;

import keops.tensor.DType;

/**
 * A kernel that was compiled ahead of its use.
 *
 * @param reduction what it computes, in words
 * @param dtype the type that it computes in
 * @param target what it was compiled for, as in {@code sm_90}
 * @param key what it is called in the {@linkplain keops.cache.KernelStore store}
 * @param wasThere whether nothing had to be done
 */
public record Precompiled(String reduction, DType dtype, String target, String key, boolean wasThere) {}
