/**
 * The contracts between the parts that records flow through, in the words of their users. No file,
 * no thread and no clock comes in here: edges implement these interfaces. Read {@link
 * dev.penstock.flow.Ledger} first.
 */
package dev.penstock.flow;
