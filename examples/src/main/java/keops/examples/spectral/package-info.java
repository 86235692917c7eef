/** The tutorial {@code spectral}: an embedding of digits by eigenvectors of a kernel matrix. */
package keops.examples.spectral;
