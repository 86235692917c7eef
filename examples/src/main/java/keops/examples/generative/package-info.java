/** The tutorial {@code generative-model}: a small network learns to make points like those of the data, by four losses. */
package keops.examples.generative;
