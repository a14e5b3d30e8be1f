/**
 * A second copy of a tile log that believes nothing: each resource is held against the signed head
 * before it is stored, and a head is taken only when the log grew from the one held before. Where
 * the copy lies and how the log is reached comes in as an interface, no file and no socket does.
 * Read {@link dev.penstock.merkle.mirror.Mirror} first.
 */
@NullMarked
package dev.penstock.merkle.mirror;

import org.jspecify.annotations.NullMarked;
