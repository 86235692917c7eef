/** The program {@code optimal-transport}, and the shapes and images that it makes. */
package keops.examples.transport;
