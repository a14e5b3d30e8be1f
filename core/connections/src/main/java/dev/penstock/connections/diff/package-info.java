/**
 * How connections differ from others, in the words in which people wrote them. What a difference
 * does to a running node does not come in here. Read {@link
 * dev.penstock.connections.diff.ConnectionsDiff} first.
 */
@NullMarked
package dev.penstock.connections.diff;

import org.jspecify.annotations.NullMarked;
