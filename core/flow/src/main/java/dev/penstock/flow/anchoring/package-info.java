/**
 * Who outside vouches for checkpoints, when they are asked, and what is kept of their answers. How
 * somebody is asked does not come in here, and nothing here waits. Read {@link
 * dev.penstock.flow.anchoring.Anchor} first.
 */
@NullMarked
package dev.penstock.flow.anchoring;

import org.jspecify.annotations.NullMarked;
