/**
 * Tile logs as others keep them (C2SP tlog-tiles), served over HTTP or lying in a folder, and the
 * writer of such a folder. No check of what they hold comes in here: that is core/merkle's. Read
 * {@link dev.penstock.tiles.TileFiles} first.
 */
@NullMarked
package dev.penstock.tiles;

import org.jspecify.annotations.NullMarked;
