/**
 * Benchmarks. Each is checked against the reference back end before it is timed; {@link keops.jmh.Report} runs them and
 * writes the results.
 */
package keops.jmh;
