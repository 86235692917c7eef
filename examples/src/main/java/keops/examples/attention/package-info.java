/** The tutorial {@code attention}: layers of heads that see the past alone, and what they cost. */
package keops.examples.attention;
