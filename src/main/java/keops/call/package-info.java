/**
 * Calls of reductions: their arguments are checked, a back end is chosen, and each element of a batch is evaluated;
 * while that goes on, somebody may watch.
 */
package keops.call;
