package dev.penstock.flow.query;

import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.record.LedgerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record, where it is sealed, and by which block.
 *
 * @param header of the block that holds it; its wall clock says when it was sealed
 * @param source whom it is about, by the numbers of this gateway; in a block that a device signed
 *     the record itself calls the device 0
 * @param receivedTime ns since 1970 when it came, or the block of the device that holds it
 */
public record SealedRecord(
    RecordPlace place,
    BlockHeader header,
    LedgerRecord record,
    long source,
    @Nullable Long receivedTime) {}
