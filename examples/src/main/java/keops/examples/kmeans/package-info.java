/** The tutorial {@code kmeans}: Lloyd's algorithm in the plane and on the sphere. */
package keops.examples.kmeans;
