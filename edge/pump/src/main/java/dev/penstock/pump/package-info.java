/**
 * The threads that move records: from those who hear them into the journal, from the journal into
 * blocks and the log. What is moved, numbered or sealed how, is core/flow's to say, and no file or
 * socket comes in here. Read {@link dev.penstock.pump.IntakePump} first.
 */
@NullMarked
package dev.penstock.pump;

import org.jspecify.annotations.NullMarked;
