package dev.penstock.flow.devices;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.FrameBatch;
import java.util.Arrays;
import java.util.Optional;

/**
 * How blocks of devices stand in the journal, docs/formats/journal.md: first their records, in
 * final form as all others, then the signed header with K; beside them what the observer remembers.
 * The highest numbers of sources mark these frames; no source has them.
 */
public final class DeviceFrames {
  /** Records of a device's block; the frames of one block stand together. */
  static final long RECORDS = LedgerRecord.ID_MAX;

  /** The header behind them. */
  static final long HEADERS = LedgerRecord.ID_MAX - 1;

  /** What the observer remembers. */
  static final long MEMORY = LedgerRecord.ID_MAX - 2;

  /** No source has this number; it stands for what a device says of others. */
  public static final long NOBODY = LedgerRecord.ID_MAX;

  private static final int VERSION = 1;
  private static final int HEADER_FIELDS = 5;

  private DeviceFrames() {}

  /** Whether a frame is one of these: its records are no sources' of this gateway. */
  public static boolean isOne(Frame frame) {
    return frame.source() >= MEMORY;
  }

  /** The class of a record that somebody else has made: what is no record is a plant's payload. */
  public static RecordClass classOf(byte[] from, int at, int length) {
    return LedgerRecord.kindOf(from, at, length)
        .map(RecordKind::recordClass)
        .orElse(RecordClass.PLANT);
  }

  /** A device's block in the journal. */
  public record SignedBlock(long source, long receivedTime, Block block) {}

  /** The block whose header stands in a frame; empty for every other frame. */
  public static Optional<SignedBlock> signedBlock(Frame frame) {
    return frame.source() == HEADERS && header(frame) instanceof Decoded.Value<Header>(var header)
        ? Optional.of(new SignedBlock(header.source(), header.receivedTime(), header.block()))
        : Optional.empty();
  }

  /** A header as it stands behind its records. */
  record Header(long source, long receivedTime, Block block, ByteString key) {}

  /** Adds the frames of a block whose signature and records were checked. */
  static void layOut(FrameBatch batch, long source, long receivedTime, BlockMessage message) {
    byte[] records = message.records();
    var in = new CborReader(CborLimits.ofBytes(RecordBatch.BYTES_MAX));
    RecordClass open = null;
    long seq = message.block().header().first();
    int at = 0;
    while (at < records.length) {
      in.reset(records, at, records.length - at);
      in.skip();
      if (in.isRefused()) {
        throw new IllegalArgumentException("the records were not checked");
      }
      int length = in.at() - at;
      RecordClass next = classOf(records, at, length);
      if (next != open) {
        open = next;
        var _ = batch.frame(open, RECORDS, seq);
      }
      var _ = batch.record(records, at, length);
      at += length;
      seq++;
    }
    var _ = batch.frame(RecordClass.PLANT, HEADERS, message.block().header().seq());
    var _ = batch.record(header(source, receivedTime, message));
  }

  private static byte[] header(long source, long receivedTime, BlockMessage message) {
    byte[] leaf = message.block().leaf();
    var out = new CborWriter(leaf.length + 64);
    out.array(HEADER_FIELDS);
    out.unsigned(VERSION);
    out.unsigned(source);
    out.unsigned(receivedTime);
    out.bytes(leaf);
    if (message.key().size() == 0) {
      out.nullValue();
    } else {
      out.bytes(message.key().bytes());
    }
    return out.toByteArray();
  }

  /** Reads the header in a frame of {@link #HEADERS}. Never throws for any content. */
  static Decoded<Header> header(Frame frame) {
    byte[] bytes = Arrays.copyOfRange(frame.buffer(), frame.startOf(0), frame.startOf(1));
    var in = new CborReader(CborLimits.ofBytes(bytes.length));
    in.reset(bytes);
    in.expectArray(HEADER_FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    long source = in.unsigned(MEMORY - 1);
    long receivedTime = in.unsigned();
    byte[] leaf = in.bytes(bytes.length);
    ByteString key =
        in.takeNull() ? ByteString.EMPTY : ByteString.of(in.bytesExactly(SaltedTree.KEY_BYTES));
    return in.end(() -> leaf)
        .flatMap(Block::decode)
        .map(block -> new Header(source, receivedTime, block, key));
  }
}
