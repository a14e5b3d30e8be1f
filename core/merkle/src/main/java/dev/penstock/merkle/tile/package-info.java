/**
 * A log as tiles (C2SP tlog-tiles): their paths, what a server answers, and how a whole log is
 * checked from them. No socket and no file comes in here: who serves or fetches implements {@link
 * dev.penstock.merkle.tile.TileSource}. Read {@link dev.penstock.merkle.tile.TilePath} first.
 */
@NullMarked
package dev.penstock.merkle.tile;

import org.jspecify.annotations.NullMarked;
