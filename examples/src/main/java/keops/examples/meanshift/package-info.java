/** The tutorial {@code mean-shift}: where earthquakes are densest. */
package keops.examples.meanshift;
