/**
 * Where reductions are computed, how, and how far they have come. Unless said otherwise, a null argument is refused by
 * an exception that names the parameter.
 */
package keops.execution;
