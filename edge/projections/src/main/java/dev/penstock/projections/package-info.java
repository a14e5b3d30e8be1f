/**
 * Tables of projections in SQLite. Which rows there are, and what follows from what, is core/flow's
 * to say; no rule comes in here. Read {@link dev.penstock.projections.SqliteIndex} first.
 */
@NullMarked
package dev.penstock.projections;

import org.jspecify.annotations.NullMarked;
