package dev.penstock.flow.numbering;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.shred.ValueSealing;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes numbered records of what was heard and lays them out as frames: those of a source together,
 * in the order in which they came. What is filed is written as one batch or, when the journal
 * refuses it, {@link #undo undone} as a whole. One thread.
 */
public final class Filing {
  private final Numbering.Draft draft;
  private final Function<String, Naming> naming;
  private final Numbering numbering;
  private final Map<Long, List<LedgerRecord>> bySource = new TreeMap<>();

  /** Between the records of their source by their seqs. */
  private final Map<Long, List<SampleRun>> runs = new TreeMap<>();

  /** Those whose values must not be written as they are. */
  private final Set<LedgerRecord> toSeal = Collections.newSetFromMap(new IdentityHashMap<>());

  private int count;

  /**
   * Begins an empty filing.
   *
   * @param naming what is known of the sources behind a listener
   */
  public Filing(Numbering numbering, Function<String, Naming> naming) {
    this.numbering = numbering;
    this.draft = numbering.draft();
    this.naming = naming;
  }

  /** How many records there are. */
  public int count() {
    return count;
  }

  /**
   * A message from outside; its names are announced first where they are new.
   *
   * @return the number of its source
   */
  public long heard(Heard heard) {
    return heard(heard, heard.value());
  }

  /**
   * A message whose record has another value than the message itself.
   *
   * @return the number of its source
   */
  public long heard(Heard heard, SampleValue value) {
    LedgerRecord record = record(heard, value);
    put(record);
    return record.source();
  }

  /**
   * A message whose value is sealed by {@link #seal} before anything is laid out.
   *
   * @return the number of its source
   */
  public long heardToSeal(Heard heard) {
    LedgerRecord record = record(heard, heard.value());
    put(record);
    boolean _ = toSeal.add(record);
    return record.source();
  }

  private LedgerRecord record(Heard heard, SampleValue value) {
    long received = nanos(heard.receivedTime());
    Place place =
        draft.place(
            heard.source(), naming.apply(heard.listener()), heard.point(), received, this::put);
    return new LedgerRecord(
        draft.seq(place.source()),
        place.source(),
        place.point(),
        heard.sourceTime() == null ? null : (Long) nanos(heard.sourceTime()),
        received,
        0,
        new Sample(value));
  }

  /**
   * Samples of a batch from one index to before another, one at least; their names are announced
   * first where they are new.
   *
   * @return the number of their source
   */
  public long sampled(Samples samples, int from, int to) {
    SampleRun run = run(samples, from, to);
    var _ = bySource.computeIfAbsent(run.source(), _ -> new ArrayList<>());
    runs.computeIfAbsent(run.source(), _ -> new ArrayList<>()).add(run);
    count += run.count();
    return run.source();
  }

  /**
   * The same, and their values are sealed by {@link #seal} before anything is laid out.
   *
   * @return the number of their source
   */
  public long sampledToSeal(Samples samples, int from, int to) {
    SampleRun run = run(samples, from, to);
    for (int i = from; i < to; i++) {
      LedgerRecord record = run.record(i);
      put(record);
      boolean _ = toSeal.add(record);
    }
    return run.source();
  }

  private SampleRun run(Samples samples, int from, int to) {
    return draft.run(samples, from, to, naming.apply(samples.names().listener()), this::put);
  }

  /**
   * Seals what must be.
   *
   * @throws IOException when a key is missing: then nothing may be laid out
   */
  public void seal(ValueSealing sealing) throws IOException {
    for (List<LedgerRecord> records : bySource.values()) {
      for (int i = 0; i < records.size() && !toSeal.isEmpty(); i++) {
        LedgerRecord clear = records.get(i);
        if (toSeal.contains(clear)) {
          LedgerRecord _ = records.set(i, sealing.seal(clear));
          boolean _ = toSeal.remove(clear);
        }
      }
    }
  }

  /**
   * What is wrong with something that was heard: about its source, whose name is announced first
   * where it is new, or else something this gateway itself states.
   */
  public void found(IntakeFinding finding) {
    String source = finding.source();
    long number =
        source == null
            ? Numbering.SELF
            : draft.source(
                source, naming.apply(finding.listener()), nanos(finding.last()), this::put);
    about(number, finding.asRecord(), finding.last());
  }

  /** The number of a source; when it is new it is announced first. */
  public long source(String source, Naming named, Instant at) {
    return draft.source(source, named, nanos(at), this::put);
  }

  /** Says what a point is called whose number somebody else has given. */
  public void named(long source, long point, String name, Instant at) {
    put(Naming.UNKNOWN.record(draft.seq(source), source, point, nanos(at), name));
  }

  /** Something this gateway itself states. */
  public void own(RecordValue value, Instant at) {
    about(Numbering.SELF, value, at);
  }

  /** Something this gateway states about a source that has its number. */
  public void about(long source, RecordValue value, Instant at) {
    put(new LedgerRecord(draft.seq(source), source, null, null, nanos(at), 0, value));
  }

  private void put(LedgerRecord record) {
    bySource.computeIfAbsent(record.source(), source -> new ArrayList<>()).add(record);
    count++;
  }

  /** Shows all samples that are not shown one by one, those of a source in their order. */
  public void eachRun(Consumer<SampleRun> to) {
    runs.values().forEach(of -> of.forEach(to));
  }

  /** Shows each record but those of {@link #eachRun}, those of a source in their order. */
  public void each(Consumer<LedgerRecord> to) {
    bySource.values().forEach(records -> records.forEach(to));
  }

  /** Lays all records out in an empty batch. */
  public void layOut(FrameBatch batch) {
    if (!toSeal.isEmpty()) {
      throw new IllegalStateException(toSeal.size() + " values are to be sealed first");
    }
    bySource.forEach((source, records) -> {
      var lane = new Lane(source, batch);
      int next = 0;
      List<SampleRun> between = runs.getOrDefault(source, List.of());
      for (LedgerRecord record : records) {
        while (next < between.size() && between.get(next).firstSeq() < record.seq()) {
          lane.add(between.get(next++));
        }
        lane.add(record);
      }
      while (next < between.size()) {
        lane.add(between.get(next++));
      }
    });
  }

  /** The frames of one source. */
  private final class Lane {
    private final long source;
    private final FrameBatch batch;
    private @Nullable RecordClass open;

    private Lane(long source, FrameBatch batch) {
      this.source = source;
      this.batch = batch;
    }

    private void add(LedgerRecord record) {
      beFrameOf(record.kind().recordClass(), record.seq());
      var _ = batch.record(record.encode());
    }

    private void add(SampleRun run) {
      beFrameOf(RecordClass.PLANT, run.firstSeq());
      run.layOut(batch, numbering.scratch());
    }

    private void beFrameOf(RecordClass recordClass, long firstSeq) {
      if (recordClass != open) {
        open = recordClass;
        var _ = batch.frame(recordClass, source, firstSeq);
      }
    }
  }

  /** The journal does not have them: their numbers are free again. */
  public void undo() {
    draft.undo();
  }

  /** Nanoseconds since 1970 as records have them; a time before 1970 is none of ours. */
  static long nanos(Instant time) {
    return Math.max(
        0,
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
  }
}
