package dev.penstock.pump;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.devices.DeviceFrames;
import dev.penstock.flow.devices.DeviceMemory;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Learns what the observer of devices remembers, from notes and the journal behind them, and which
 * blocks of devices the log may not have yet.
 */
public final class DeviceStart {
  private static final int READ_BYTES = 4 << 20;

  private final DeviceMemory memory;
  private final long low;
  private final List<Block> unsealed = new ArrayList<>();

  private DeviceStart(DeviceMemory memory, long low) {
    this.memory = memory;
    this.low = low;
  }

  /**
   * What was found.
   *
   * @param unsealed blocks behind the ledger's low, in the order of the journal
   * @param isWhole false when a part of the journal was dropped before it was read
   */
  public record Learnt(DeviceMemory memory, List<Block> unsealed, boolean isWhole) {
    public Learnt {
      unsealed = List.copyOf(unsealed);
    }
  }

  /**
   * The memory as of the end of the journal.
   *
   * @param notes of an earlier run; such as do not decode cost reading the whole journal
   * @param low of the ledger: what stands before it is sealed
   */
  public static Learnt learn(Journal journal, byte[] notes, long low) throws IOException {
    DeviceMemory memory =
        switch (DeviceMemory.decode(notes)) {
          case Decoded.Value<DeviceMemory>(var known) when known.position() <= journal.end() ->
              known;
          case Decoded.Value<DeviceMemory> _, Decoded.Refused<DeviceMemory> _ -> new DeviceMemory();
        };
    var start = new DeviceStart(memory, low);
    long known = memory.position();
    boolean isWhole = true;
    try (JournalCursor cursor = cursor(journal, Math.min(known, low))) {
      while (true) {
        switch (cursor.read(start::learn, READ_BYTES)) {
          case Reading.Read _ -> {}
          case Reading.Overtaken(var _, var _, var to) -> isWhole &= to <= known;
          case Reading.AtEnd() -> {
            return new Learnt(memory, start.unsealed, isWhole);
          }
          case Reading.Failed(var finding) -> throw new IOException(finding.toString());
        }
      }
    }
  }

  private static JournalCursor cursor(Journal journal, long from) throws IOException {
    return switch (journal.cursor(
        "device-start", EnumSet.allOf(RecordClass.class), from, Overtaking.ALLOWED)) {
      case CursorOpening.Opened(var cursor) -> cursor;
      case CursorOpening.Refused(var finding) -> throw new IOException(finding.toString());
    };
  }

  private boolean learn(Frame frame) {
    memory.take(frame);
    if (frame.position() >= low) {
      DeviceFrames.signedBlock(frame).ifPresent(signed -> unsealed.add(signed.block()));
    }
    return true;
  }
}
