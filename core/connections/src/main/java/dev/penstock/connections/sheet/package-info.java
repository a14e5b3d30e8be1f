/**
 * The points of a device as a table of comma-separated values, which other tools write and read. No
 * other kind of thing comes in here, and no file is touched. Read {@link
 * dev.penstock.connections.sheet.PointSheet} first.
 */
@NullMarked
package dev.penstock.connections.sheet;

import org.jspecify.annotations.NullMarked;
