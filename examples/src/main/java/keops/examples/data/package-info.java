/** Data about the world that come with the programs, and the map that they are drawn on. */
package keops.examples.data;
