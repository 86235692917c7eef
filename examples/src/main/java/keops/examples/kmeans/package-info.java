/** The tutorial {@code kmeans}: Lloyd's algorithm in the plane, on the sphere, and on the cities of the world. */
package keops.examples.kmeans;
