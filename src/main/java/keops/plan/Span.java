package keops.plan;

/**
 * Some columns that follow each other. Immutable.
 *
 * @param from the first
 * @param to the one after the last
 */
public record Span(long from, long to) {}
