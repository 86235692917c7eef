/** Memory for a short time. */
package keops.memory;
