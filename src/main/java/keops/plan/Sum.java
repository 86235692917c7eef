package keops.plan;

import keops.formula.Formula;
import keops.program.Extent;

/**
 * A sum of the values of a formula.
 *
 * @param formula the terms
 * @param extent what the sum has a value for
 */
public record Sum(Formula formula, Extent extent) {}
