/** Where reductions are computed, how, and how far they have come. Null is refused by all methods. */
package keops.execution;
