package keops.jmh;

import java.util.Optional;

/**
 * Something to compute, at some size.
 *
 * @param name what it is called on the command line and in reports
 * @param task what is computed
 * @param shape the sizes
 * @param limitName the hand-written kernel for it in the C++ baselines, if there is one
 */
record Workload(String name, Task task, WorkloadShape shape, Optional<String> limitName) {}
