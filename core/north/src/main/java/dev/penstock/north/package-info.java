/**
 * What a system above gets: which records, under which topics, in which words. No connection and no
 * protocol comes in here, and nothing that knows how far a destination is. Read {@link
 * dev.penstock.north.MessageMaker} first, then {@link dev.penstock.north.Recipe}.
 */
@NullMarked
package dev.penstock.north;

import org.jspecify.annotations.NullMarked;
