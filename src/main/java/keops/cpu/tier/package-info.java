/**
 * Which form of code runs while C2 has not compiled the kernels: {@link keops.cpu.tier.Tiers} chooses, and
 * {@link keops.cpu.tier.WarmUp} has kernels compiled before they are needed.
 */
package keops.cpu.tier;
