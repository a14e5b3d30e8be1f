package dev.penstock.flow.devices;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.chain.KeyBook;
import dev.penstock.evidence.chain.KeyStatus;
import dev.penstock.evidence.chain.ObserverStateCodec;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.signature.VerificationKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the observer of devices remembers, as the journal has it: the newest state of each chain
 * stands in the same commit as the records that led to it, so a start needs no replay and forgets
 * nothing that was acknowledged. Notes of it (docs/formats/notes.md) save reading the whole
 * journal. Safe for use by several threads.
 */
public final class DeviceMemory {
  private static final int VERSION = 1;
  private static final int FIELDS = 5;
  private static final int HEAD_FIELDS = 5;
  private static final int ITEM_FIELDS = 2;
  private static final int PIECE_BYTES = 65_536;
  private static final int ID_BYTES_MAX = 16;

  /** A hundred thousand chains. */
  private static final int BYTES_MAX = 256 << 20;

  private static final Comparator<ByteString> BY_ID =
      (a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes());

  private final TreeMap<ByteString, ByteString> contents = new TreeMap<>(BY_ID);
  private long position;
  private long steady;
  private long wall;

  /** A part of the memory: a chain's state under the chain's id, or one of these. */
  static final ByteString OBSERVER = ByteString.of(new byte[] {0});

  static final ByteString PINS = ByteString.of(new byte[] {1});

  /**
   * A part as it is now.
   *
   * @param steady observer's steady time at which it was so, ns
   * @param wall the same by the wall clock, ns since 1970
   */
  record Part(ByteString id, ByteString content, long steady, long wall) {
    void layOut(FrameBatch batch) {
      var out = new CborWriter(64);
      out.array(HEAD_FIELDS);
      out.unsigned(VERSION);
      out.bytes(id.bytes());
      out.unsigned(steady);
      out.unsigned(wall);
      out.unsigned(content.size());
      var _ = batch.frame(RecordClass.PLANT, DeviceFrames.MEMORY, 0).record(out.toByteArray());
      byte[] bytes = content.bytes();
      for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
        var _ = batch.record(bytes, at, Math.min(PIECE_BYTES, bytes.length - at));
      }
    }
  }

  /** Takes the next frame of the journal; one that was taken before changes nothing. */
  public synchronized void take(Frame frame) {
    if (frame.position() < position) {
      return;
    }
    position = frame.position() + 1;
    if (frame.source() == DeviceFrames.MEMORY) {
      keep(frame);
    }
  }

  private void keep(Frame frame) {
    var in = new CborReader(CborLimits.ofBytes(PIECE_BYTES));
    int start = frame.startOf(0);
    in.reset(frame.buffer(), start, frame.startOf(1) - start);
    in.expectArray(HEAD_FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    ByteString id = ByteString.of(in.bytes(ID_BYTES_MAX));
    long newSteady = in.unsigned();
    long newWall = in.unsigned();
    int from = frame.startOf(1);
    int length = frame.startOf(frame.count()) - from;
    if (in.unsigned() != length || in.isRefused()) {
      throw new IllegalStateException("frame " + frame.position() + " is no observer's memory");
    }
    ByteString _ = contents.put(id, ByteString.at(frame.buffer(), from, length));
    steady = Math.max(steady, newSteady);
    wall = newWall;
  }

  /** From here on the journal may know more. */
  public synchronized long position() {
    return position;
  }

  /**
   * The observer's steady time at a start: on from the last one that is known, by as much as it was
   * away.
   *
   * @param now ns since 1970
   */
  public synchronized long steadyAt(long now) {
    return steady + Math.max(0, now - wall);
  }

  synchronized Optional<ByteString> find(ByteString id) {
    return Optional.ofNullable(contents.get(id));
  }

  /**
   * The keys of these devices, as an auditor must admit them: those that were pinned, and those
   * that they announced themselves since.
   */
  public List<TrustFile.DeviceKeys> keysOf(List<DevicePin> pins) {
    Optional<KeyBook> known =
        find(OBSERVER)
            .flatMap(stored ->
                ObserverStateCodec.decode(stored.bytes())
                        instanceof Decoded.Value<ObserverStateCodec.Stored>(var state)
                    ? Optional.of(state.keys())
                    : Optional.empty());
    return pins.stream()
        .map(pin -> {
          var keys = new LinkedHashSet<VerificationKey>();
          if (known.isEmpty()
              || !(known.get().status(pin.kid(), pin.chain()) instanceof KeyStatus.Revoked)) {
            keys.add(pin.key());
          }
          known.ifPresent(book -> keys.addAll(book.keysOf(pin.chain())));
          return new TrustFile.DeviceKeys(pin.source(), pin.origin(), List.copyOf(keys));
        })
        .toList();
  }

  /** All states of chains. */
  synchronized Map<ByteString, ByteString> chains() {
    var chains = new TreeMap<ByteString, ByteString>(BY_ID);
    contents.forEach((id, content) -> {
      if (id.size() == ID_BYTES_MAX) {
        ByteString _ = chains.put(id, content);
      }
    });
    return chains;
  }

  /** The notes. */
  public synchronized byte[] encode() {
    var out = new CborWriter(4096);
    out.array(FIELDS);
    out.unsigned(VERSION);
    out.unsigned(position);
    out.unsigned(steady);
    out.unsigned(wall);
    out.array(contents.size());
    contents.forEach((id, content) -> {
      out.array(ITEM_FIELDS);
      out.bytes(id.bytes());
      out.bytes(content.bytes());
    });
    return out.toByteArray();
  }

  /** Reads what {@link #encode} wrote. Never throws for any content. */
  public static Decoded<DeviceMemory> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    var memory = new DeviceMemory();
    memory.position = in.unsigned();
    memory.steady = in.unsigned();
    memory.wall = in.unsigned();
    int count = in.array();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(ITEM_FIELDS);
      ByteString id = ByteString.of(in.bytes(ID_BYTES_MAX));
      ByteString content = ByteString.of(in.bytes(bytes.length));
      if (memory.contents.put(id, content) != null) {
        in.refuse(CborReason.OUT_OF_RANGE);
      }
    }
    return in.end(() -> memory);
  }
}
