/**
 * Finds the programs of others that judge what Penstock makes, and asks them. What they judge is
 * made by the tests, never in here. Read {@link dev.penstock.it.peers.Peers} first.
 */
@NullMarked
package dev.penstock.it.peers;

import org.jspecify.annotations.NullMarked;
