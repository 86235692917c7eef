/** The tutorial {@code n-body}: two galaxies collide under the gravity of all their stars. */
package keops.examples.nbody;
