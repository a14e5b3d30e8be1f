package dev.penstock.flow.devices;

import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.numbering.Filing;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.numbering.Prepared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What some events of devices come to: records, blocks, and what the observer remembers then. It
 * goes into the journal as a whole. Filled by one thread, then read by another.
 */
public final class DeviceStep implements Prepared {
  private static final int RECORD_BYTES = 512;

  /** Where classes alternate, each record of a block has a frame of its own. */
  private static final int FRAME_BYTES = 256;

  private final List<Statement> statements = new ArrayList<>();
  private final List<Named> names = new ArrayList<>();
  private final List<Signed> blocks = new ArrayList<>();
  private final Map<Object, DeviceMemory.Part> parts = new LinkedHashMap<>();
  private final List<AckDue> acks = new ArrayList<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private long bytes;

  /**
   * Something to be recorded.
   *
   * @param source whom it is about; empty for this gateway
   * @param listener that heard the source by this; empty when nothing was heard
   */
  private record Statement(
      Optional<String> source, Optional<String> listener, RecordValue value, Instant at) {}

  private record Named(String source, DevicePin.PointName point, Instant at) {}

  private record Signed(String source, long receivedTime, BlockMessage message) {}

  void about(String source, RecordValue value, Instant at) {
    statements.add(new Statement(Optional.of(source), Optional.empty(), value, at));
    bytes += RECORD_BYTES;
  }

  void heard(String source, String listener, RecordValue value, Instant at) {
    statements.add(new Statement(Optional.of(source), Optional.of(listener), value, at));
    bytes += RECORD_BYTES;
  }

  void named(String source, DevicePin.PointName point, Instant at) {
    names.add(new Named(source, point, at));
    bytes += RECORD_BYTES;
  }

  void own(RecordValue value, Instant at) {
    statements.add(new Statement(Optional.empty(), Optional.empty(), value, at));
    bytes += RECORD_BYTES;
  }

  void block(String source, long receivedTime, BlockMessage message) {
    blocks.add(new Signed(source, receivedTime, message));
    BlockHeader header = message.block().header();
    bytes += header.sizeBytes() + 2L * RECORD_BYTES + (long) FRAME_BYTES * header.count();
  }

  /** The newest state of a part counts. */
  void remember(DeviceMemory.Part part) {
    DeviceMemory.Part before = parts.put(part.id(), part);
    bytes += part.content().size() - (before == null ? 0 : before.content().size());
  }

  void ack(AckDue due) {
    acks.add(due);
  }

  /** What may leave once all of this is durable. */
  public List<AckDue> acks() {
    return List.copyOf(acks);
  }

  /** Whether there is anything to be journalled. */
  public boolean isEmpty() {
    return statements.isEmpty() && names.isEmpty() && blocks.isEmpty() && parts.isEmpty();
  }

  @Override
  public void file(Filing filing, HeardBy heard) {
    numbers.clear();
    for (Signed block : blocks) {
      // Its number is given, and announced, before the first thing said of it.
      long _ = number(block.source(), nanos(block.receivedTime()), filing);
    }
    for (Named named : names) {
      long number = number(named.source(), named.at(), filing);
      filing.named(number, named.point().number(), named.point().name(), named.at());
    }
    for (Statement statement : statements) {
      if (statement.source().isEmpty()) {
        filing.own(statement.value(), statement.at());
        continue;
      }
      long number = number(statement.source().get(), statement.at(), filing);
      filing.about(number, statement.value(), statement.at());
      statement.listener().ifPresent(listener -> heard.heard(listener, number));
    }
  }

  private long number(String source, Instant at, Filing filing) {
    return numbers.computeIfAbsent(
        source, name -> filing.source(name, new Naming(null, Scope.SIGNED), at));
  }

  private static Instant nanos(long time) {
    return Instant.ofEpochSecond(0, time);
  }

  @Override
  public void layOut(FrameBatch frames) {
    for (Signed block : blocks) {
      long number = numbers.getOrDefault(block.source(), 0L);
      DeviceFrames.layOut(frames, number, block.receivedTime(), block.message());
    }
    for (DeviceMemory.Part part : parts.values()) {
      part.layOut(frames);
    }
  }

  @Override
  public void tell(Spoken spoken) {
    for (Signed block : blocks) {
      long number = numbers.getOrDefault(block.source(), 0L);
      spoken.block(number, block.message().block().header().count());
    }
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
