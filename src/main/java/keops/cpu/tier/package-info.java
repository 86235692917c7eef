/**
 * Which form of a pass runs while C2 has not compiled its kernels: {@link keops.cpu.tier.Tiers} chooses, and
 * {@link keops.cpu.tier.WarmUp} has shared steps compiled before they are needed.
 */
package keops.cpu.tier;
