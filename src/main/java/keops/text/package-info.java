/**
 * Texts that users write: tokens, errors with the place where they are, and suggestions for misspelt names. It is
 * shared by the parsers of formulas and of kernel names, and depends on neither.
 */
package keops.text;
