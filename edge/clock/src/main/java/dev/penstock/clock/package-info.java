/**
 * How far the wall clock may be off: what time servers and the kernel say. What a block states
 * because of it does not come in here. Start with {@link dev.penstock.clock.TimeWatch}.
 */
@NullMarked
package dev.penstock.clock;

import org.jspecify.annotations.NullMarked;
