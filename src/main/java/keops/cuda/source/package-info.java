/**
 * CUDA C from plans: {@link keops.cuda.source.KernelSource#of} writes the text and says how it is launched.
 *
 * <p>{@code Cut} sorts the values of a program by where they are computed; {@code ScalarText} writes operations,
 * {@code StageText} the functions that load rows, columns and parameters and compute pairs; each {@code StateText} is
 * what a reduction keeps per row; {@code RowTile}, {@code ThreadTile} and {@code FewRows} are the templates around them.
 */
package keops.cuda.source;
