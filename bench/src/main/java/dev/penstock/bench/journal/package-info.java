/**
 * What the journal costs: records that become durable in groups, beside the bare disk. No format is
 * known here; the journal is used as the product uses it. Read {@link
 * dev.penstock.bench.journal.JournalBench} first.
 */
@NullMarked
package dev.penstock.bench.journal;

import org.jspecify.annotations.NullMarked;
