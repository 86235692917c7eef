/** A {@link keops.plan.Plan} joins the program of a formula with a reduction: all that a back end needs to know. */
package keops.plan;
