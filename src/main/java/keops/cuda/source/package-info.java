/**
 * Generation of CUDA C from plans: {@link keops.cuda.source.KernelSource#of} generates the text and the launch
 * configurations.
 *
 * <p>{@code Cut} sorts the values of a program by stage; {@code ScalarLines} writes operations, {@code StageText} the
 * functions that load rows, columns and parameters and compute pairs; each {@code StateText} is the accumulator of a
 * reduction; {@code RowTile} and {@code ThreadTile} are the templates around them.
 */
package keops.cuda.source;
