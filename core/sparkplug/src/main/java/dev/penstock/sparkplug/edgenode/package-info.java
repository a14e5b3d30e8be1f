/**
 * What an edge node of Sparkplug B says, and when: a state, an event, and what is to be done. No
 * socket, no store and no clock comes in here; times stand in the events, and what could not be
 * sent is handed back. Read {@link dev.penstock.sparkplug.edgenode.EdgeNode} first, then {@link
 * dev.penstock.sparkplug.edgenode.Event}.
 */
package dev.penstock.sparkplug.edgenode;
