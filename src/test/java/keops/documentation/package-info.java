/**
 * The code samples of the original documentation, page by page, in Java: each test can be laid beside its sample. What
 * the sample prints or claims is checked against plain loops.
 */
package keops.documentation;
