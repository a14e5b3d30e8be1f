/**
 * What becomes of the link to one device: when it is tried, when it is tried again, what is said of
 * it. No connection, clock or thread comes in here; who owns them tells what happened and when.
 * Read {@link dev.penstock.driving.supervision.Supervision} first.
 */
package dev.penstock.driving.supervision;
