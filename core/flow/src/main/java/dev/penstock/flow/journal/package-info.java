/**
 * The contract of the journal: frames of records go in once and become durable, many cursors read
 * them. No file, thread or clock comes in here, and no rule about what is sealed or sent. Read
 * {@link dev.penstock.flow.journal.Journal} first, then {@link
 * dev.penstock.flow.journal.JournalCursor}.
 */
package dev.penstock.flow.journal;
