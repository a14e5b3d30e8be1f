/**
 * What a driver of a field protocol owes to who uses it: sessions, points, readings, writes. No
 * protocol comes in here, and no connection; neither does a thread. Read {@link
 * dev.penstock.driving.Driver} first, then {@link dev.penstock.driving.Session}.
 */
package dev.penstock.driving;
