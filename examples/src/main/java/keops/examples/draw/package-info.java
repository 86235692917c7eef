/**
 * Pictures of the tutorials: scatter plots, heat maps, curves and arrows, as PNG, SVG and animated GIF.
 *
 * <p>A {@link keops.examples.draw.Chart} has axes and layers that lie one upon the other. A {@link
 * keops.examples.draw.Picture} puts charts, and whatever else is a {@link keops.examples.draw.Panel}, beside each
 * other. An {@link keops.examples.draw.Album} is the {@code --out} option of a program: the folder of its pictures, and
 * their names at the end. Nothing here opens a window or needs a screen.
 */
package keops.examples.draw;
