/**
 * The reductions: how the values of a formula are combined along the reduced axis. Unless said otherwise, a null
 * argument is refused by an exception that names the parameter.
 */
package keops.reduction;
