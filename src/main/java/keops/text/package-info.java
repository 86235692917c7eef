/**
 * Texts that users write: tokens, errors that point at a place, and names that may have been meant. The parsers of
 * formulas and of kernel names share it; it knows neither.
 */
package keops.text;
