package keops.jmh;

import java.util.Optional;

/**
 * A task with its sizes.
 *
 * @param name its name on the command line and in reports
 * @param task the task
 * @param shape the sizes
 * @param limitName the hand-written kernel in the C++ baselines, if there is one
 */
record Workload(String name, Task task, WorkloadShape shape, Optional<String> limitName) {}
