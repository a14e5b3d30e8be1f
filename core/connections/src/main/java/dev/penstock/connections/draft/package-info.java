/**
 * What somebody would like to be connected, looked at before it is proposed. Nothing is kept here,
 * and whether anybody agrees to it is no matter. Read {@link dev.penstock.connections.draft.Draft}
 * first.
 */
@NullMarked
package dev.penstock.connections.draft;

import org.jspecify.annotations.NullMarked;
