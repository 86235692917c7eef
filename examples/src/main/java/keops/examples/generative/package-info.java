/** The tutorial {@code generative-model}: a network learns to make points like those of the data. */
package keops.examples.generative;
