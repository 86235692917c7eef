/** The tutorial {@code lddmm}: one surface becomes another along a geodesic of diffeomorphisms. */
package keops.examples.lddmm;
