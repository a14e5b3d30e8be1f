/**
 * What came in moments ago, for people who look at a screen. Nothing that is evidence comes in
 * here: what a screen shows is gone with the screen. Read {@link dev.penstock.flow.live.LiveBoard}
 * first.
 */
@NullMarked
package dev.penstock.flow.live;

import org.jspecify.annotations.NullMarked;
