/**
 * Records: what is stated as fact, one kind after the other, and their one encoding
 * (docs/formats/records.cddl). No block, no key and no clock comes in here. Read {@link
 * dev.penstock.evidence.record.LedgerRecord} first, then {@link
 * dev.penstock.evidence.record.RecordBatch} for the hot path.
 */
package dev.penstock.evidence.record;
