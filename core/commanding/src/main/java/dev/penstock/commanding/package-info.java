/**
 * How a command to a device goes from the wish to its result: decided, recorded, sent once,
 * recorded again. Sockets, threads and who is signed in do not come in here, nor what a policy
 * says. Read {@link dev.penstock.commanding.Commands} first.
 */
@NullMarked
package dev.penstock.commanding;

import org.jspecify.annotations.NullMarked;
