/**
 * Benchmarks. Each result is checked against the reference back end before the computation is timed; {@link
 * keops.jmh.Report} runs all benchmarks and writes the results.
 */
package keops.jmh;
