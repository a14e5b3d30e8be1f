/**
 * When points are due: rate groups, their phases, and what was missed. No clock and no thread comes
 * in here; times are given, in nanoseconds of a clock that is never set. Read {@link
 * dev.penstock.driving.schedule.Schedule} first.
 */
package dev.penstock.driving.schedule;
