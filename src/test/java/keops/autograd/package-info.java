/** Tapes and optimisers against differences and known results. */
package keops.autograd;
