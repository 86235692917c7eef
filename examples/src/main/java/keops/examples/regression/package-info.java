/** The tutorial {@code kernel-regression}: kriging of precipitation, and a curve that outliers do not bend. */
package keops.examples.regression;
