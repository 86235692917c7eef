/** The scalar back end: the oracle of the tests, and the fallback where the others cannot run. */
package keops.reference;
