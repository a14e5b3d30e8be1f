/**
 * The command about files that say what is connected. No rule about connections comes in here: a
 * command asks core and tells the answer. Read {@link
 * dev.penstock.cli.connections.ConnectionsCommand} first.
 */
@NullMarked
package dev.penstock.cli.connections;

import org.jspecify.annotations.NullMarked;
