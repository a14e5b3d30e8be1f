/**
 * What evidence costs: blocks sealed, blocks verified, and bytes kept besides the records. No file
 * and no socket comes in here. Read {@link dev.penstock.bench.evidence.SealCoreBench} first.
 */
@NullMarked
package dev.penstock.bench.evidence;

import org.jspecify.annotations.NullMarked;
