/** Tests of the losses between point clouds. */
package keops.transport;
