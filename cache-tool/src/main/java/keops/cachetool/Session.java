package keops.cachetool;

import java.io.BufferedReader;
import java.time.InstantSource;
import keops.console.Terminals;

/**
 * The environment of a run of the command.
 *
 * @param in the input of answers
 * @param terminals which streams are terminals
 * @param clock the clock for ages
 */
record Session(BufferedReader in, Terminals terminals, InstantSource clock) {}
