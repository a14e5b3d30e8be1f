package dev.penstock.flow.query;

import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.record.LedgerRecord;

/**
 * A record, where it is sealed, and by which block.
 *
 * @param header of the block that holds it; its wall clock says when it was sealed
 */
public record SealedRecord(RecordPlace place, BlockHeader header, LedgerRecord record) {}
