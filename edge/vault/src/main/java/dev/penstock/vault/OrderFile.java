package dev.penstock.vault;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.shred.ShredOrder;
import dev.penstock.flow.shred.ShredOrder.Step;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code orders}: rows that say which keys shall be destroyed, and how far that is. Rows
 * are added and never changed. One thread at a time.
 */
final class OrderFile implements Closeable {
  static final String NAME = "shred-keys/orders";
  private static final String TITLE = "penstock-shred-orders 1\n";
  private static final int MAGIC = 0x5053_4852;
  private static final int HEAD_BYTES = 12;

  /** Ten thousand key ids and the texts. */
  private static final int PAYLOAD_BYTES_MAX = 1 << 18;

  private static final int ID_BYTES = 16;
  private static final int ORDER = 1;
  private static final int STEP = 2;

  /** How steps are written, in their order. */
  private static final List<Step> STEPS =
      List.of(Step.ORDERED, Step.STATED, Step.DESTROYED, Step.DONE);

  /** What a row says. */
  sealed interface Row {
    record Ordered(ShredOrder order) implements Row {}

    record Taken(ByteString order, Step step) implements Row {}
  }

  private final StorageFile file;
  private long end = Slots.BYTES;
  private long count;

  private OrderFile(StorageFile file) {
    this.file = file;
  }

  static OrderFile open(Storage storage) throws IOException {
    return new OrderFile(Slots.open(storage, NAME, TITLE));
  }

  /** Reads all rows; to be called once, before anything is added. */
  List<Row> rows() throws IOException {
    long size = file.sizeBytes();
    var rows = new ArrayList<Row>();
    while (end < size) {
      Optional<byte[]> payload = payload(end, size, count);
      if (payload.isEmpty()) {
        requireTorn(size);
        return rows;
      }
      switch (decode(payload.get())) {
        case Decoded.Value<Row>(var row) -> rows.add(row);
        case Decoded.Refused<Row>(var refusal) ->
            throw new IOException("vault/" + NAME + " is damaged at " + end + ": " + refusal);
      }
      end += slots(payload.get().length);
      count++;
    }
    return rows;
  }

  /** What a crash cut off is the last of all; where more follows, somebody changed the file. */
  private void requireTorn(long size) throws IOException {
    for (long at = end + Slots.BYTES; at < size; at += Slots.BYTES) {
      for (long number = count; number <= count + 2; number++) {
        if (payload(at, size, number).isPresent()) {
          throw new IOException("vault/" + NAME + " is damaged at " + end);
        }
      }
    }
  }

  private Optional<byte[]> payload(long at, long size, long number) throws IOException {
    if (at + HEAD_BYTES > size) {
      return Optional.empty();
    }
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    file.readFully(head, at);
    int length = head.getInt(4);
    if (head.getInt(0) != MAGIC
        || length < 1
        || length > PAYLOAD_BYTES_MAX
        || at + HEAD_BYTES + length > size) {
      return Optional.empty();
    }
    byte[] payload = new byte[length];
    file.readFully(ByteBuffer.wrap(payload), at + HEAD_BYTES);
    return head.getInt(8) == Slots.crc(number, payload, 0, length)
        ? Optional.of(payload)
        : Optional.empty();
  }

  private static long slots(int payloadBytes) {
    return (HEAD_BYTES + payloadBytes + Slots.BYTES - 1L) / Slots.BYTES * Slots.BYTES;
  }

  /** Adds a row; durable on return. */
  void add(Row row) throws IOException {
    byte[] payload = encode(row);
    ByteBuffer bytes = ByteBuffer.allocate((int) slots(payload.length));
    bytes.putInt(MAGIC).putInt(payload.length).putInt(Slots.crc(count, payload, 0, payload.length));
    bytes.put(payload);
    file.writeFully(bytes.clear(), end);
    file.force(ForceAt.ROW);
    end += bytes.capacity();
    count++;
  }

  private static byte[] encode(Row row) {
    var out = new CborWriter(256);
    switch (row) {
      case Row.Ordered(var order) -> {
        out.array(9);
        out.unsigned(ORDER);
        out.bytes(order.id().bytes());
        out.unsigned(order.at());
        out.unsigned(order.source());
        out.unsigned(order.from());
        out.unsigned(order.to());
        out.text(order.by());
        out.text(order.reason());
        out.array(order.keys().size());
        order.keys().forEach(key -> out.bytes(key.bytes()));
      }
      case Row.Taken(var order, var step) -> {
        out.array(3);
        out.unsigned(STEP);
        out.bytes(order.bytes());
        out.unsigned(STEPS.indexOf(step));
      }
    }
    return out.toByteArray();
  }

  private static Decoded<Row> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(PAYLOAD_BYTES_MAX));
    in.reset(bytes);
    int fields = in.array();
    long kind = in.unsigned();
    byte[] id = in.bytesExactly(ID_BYTES);
    if (fields == 3 && kind == STEP) {
      int step = (int) in.unsigned(STEPS.size() - 1L);
      return in.end(() -> new Row.Taken(ByteString.of(id), STEPS.get(step)));
    }
    if (fields != 9 || kind != ORDER) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    long at = in.unsigned();
    long source = in.unsigned();
    long from = in.unsigned();
    long to = in.unsigned();
    String by = in.text(ShredOrder.BY_BYTES_MAX);
    String reason = in.text(ShredOrder.REASON_BYTES_MAX);
    int keyCount = in.array();
    var keys = new ArrayList<ByteString>();
    for (int i = 0; i < keyCount && !in.isRefused(); i++) {
      keys.add(ByteString.of(in.bytesExactly(ID_BYTES)));
    }
    if (by.isBlank() || reason.isBlank() || keys.isEmpty() || keyCount > ShredOrder.KEYS_MAX) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    return in.end(() ->
        new Row.Ordered(new ShredOrder(ByteString.of(id), at, source, from, to, by, reason, keys)));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
