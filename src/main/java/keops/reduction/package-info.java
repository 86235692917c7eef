/** The reductions: what is made of the values of a formula along the reduced axis. */
package keops.reduction;
