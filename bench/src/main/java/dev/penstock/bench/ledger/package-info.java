/**
 * What the ledger costs: entries appended durably and proofs made from a large log. No format is
 * known here; the ledger is used as the product uses it. Read {@link
 * dev.penstock.bench.ledger.LogAppendBench} first.
 */
@NullMarked
package dev.penstock.bench.ledger;

import org.jspecify.annotations.NullMarked;
