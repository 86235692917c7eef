/** The tutorial {@code gaussian-mixture}: a density is fitted to points by gradient descent. */
package keops.examples.mixture;
