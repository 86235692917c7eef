/**
 * A tape, which makes reductions parts of larger computations that can be differentiated to any order, and the
 * optimisers that follow their gradients.
 */
package keops.autograd;
