/**
 * The zone and conduit map of one moment: what the model says, beside what records of the time
 * before it say of who asked whom. No rule of the policy is decided here and no box is placed; that
 * is for {@link dev.penstock.conduit} and for whoever implements {@link
 * dev.penstock.plantmap.MapLayout}. Read {@link dev.penstock.plantmap.Picture} first.
 */
@NullMarked
package dev.penstock.plantmap;

import org.jspecify.annotations.NullMarked;
