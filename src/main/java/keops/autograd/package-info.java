/**
 * Automatic differentiation: a tape, on which reductions and losses are parts of larger computations that can be
 * differentiated, and optimisers. Unless said otherwise, a null argument is refused by an exception that names the
 * parameter.
 */
package keops.autograd;
