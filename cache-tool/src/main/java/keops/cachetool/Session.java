package keops.cachetool;

import java.io.BufferedReader;
import java.time.InstantSource;
import keops.console.Terminals;

/**
 * What a run of the command has from outside.
 *
 * @param in where answers come from
 * @param terminals whether people are at the ends of the streams
 * @param clock what ages are counted by
 */
record Session(BufferedReader in, Terminals terminals, InstantSource clock) {}
