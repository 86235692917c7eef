/**
 * Surfaces of the tutorials: triangle meshes, shapes made by code, PLY files, and pictures.
 *
 * <p>A {@link keops.examples.shape.Mesh} has vertices and faces. {@link keops.examples.shape.Surfaces} makes some, also
 * of any {@linkplain keops.examples.shape.Solid solid}. {@link keops.examples.shape.Ply} reads and writes files. A
 * {@link keops.examples.shape.MeshPanel} is a mesh in a picture.
 */
package keops.examples.shape;
