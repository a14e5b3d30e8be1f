package dev.penstock.flow.numbering;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.intake.TopicName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each source and each point of a source its number, and each record of a source its seq. A
 * number is given when a name is first heard, is announced by a dictionary record before its first
 * use, and is never given again.
 *
 * <p>Numbers become final only when the journal has the records that carry them: they are given in
 * a {@link Draft}, which is undone when the journal refuses. After a start everything is learnt
 * again from a snapshot and the journal behind it, by {@link #learn}. One thread.
 */
public final class Numbering {
  /** The gateway itself, the maker of the chain. It has no dictionary record. */
  public static final long SELF = 0;

  private static final Naming POINT = Naming.UNKNOWN;

  private static final int VERSION = 1;
  private static final int FIELDS = 3;
  private static final int SOURCE_FIELDS = 5;
  private static final int NAME_BYTES_MAX = 255;

  /** A million points with names of average length. */
  private static final int BYTES_MAX = 128 << 20;

  /** More than a node has sources by drivers; beyond it all are looked up once more. */
  private static final int TABLES_MAX = 65_536;

  private static final int UNNUMBERED = -1;

  private final List<@Nullable Source> byNumber = new ArrayList<>();
  private final Map<String, Source> byName = new HashMap<>();

  /** The numbers of names that were told together; names are the same only as one object. */
  private final Map<PointNames, Table> tables = new WeakHashMap<>();

  /** For who lays out samples; grows once. */
  private final RecordBatch scratch = new RecordBatch();

  /** The numbers of a table of names, as far as they were asked for. */
  private static final class Table {
    private final Source source;
    private final int[] points;

    private Table(Source source, int count) {
      this.source = source;
      this.points = new int[count];
      Arrays.fill(points, UNNUMBERED);
    }
  }

  /** What is known of one source. */
  private static final class Source {
    private final long number;
    private String name;
    private Naming naming;
    private long nextSeq;
    private final List<String> pointNames = new ArrayList<>();
    private final Map<String, Long> points = new HashMap<>();

    private Source(long number, String name, Naming naming) {
      this.number = number;
      this.name = name;
      this.naming = naming;
    }
  }

  public Numbering() {
    byNumber.add(new Source(SELF, "", Naming.UNKNOWN));
  }

  /** A batch that nobody uses between two calls. */
  RecordBatch scratch() {
    scratch.clear();
    return scratch;
  }

  /** How many tables of names are remembered. */
  int tableCount() {
    return tables.size();
  }

  /** How many sources have a number, this gateway included. */
  public int sourceCount() {
    return byNumber.size();
  }

  /** The name of a source; empty when no such number was given. */
  public Optional<String> sourceName(long number) {
    return found(number).map(source -> source.name);
  }

  /** Whether a source has this name. */
  public boolean isNamed(long number, String name) {
    return found(number).filter(source -> source.name.equals(name)).isPresent();
  }

  /** The name of a point; empty when no such number was given. */
  public Optional<String> pointName(long source, long point) {
    return found(source)
        .filter(known -> point >= 0 && point < known.pointNames.size())
        .map(known -> known.pointNames.get((int) point));
  }

  /** Takes one name. */
  @FunctionalInterface
  public interface NameTaking {
    /** A source's name where the point is null, else the point's at it. */
    void take(long source, @Nullable Long point, String name, @Nullable String zone);
  }

  /** Shows every name that has a number. */
  public void eachName(NameTaking to) {
    for (Source source : byNumber) {
      if (source == null || source.name.isEmpty()) {
        continue;
      }
      to.take(source.number, null, source.name, source.naming.zone());
      for (int point = 0; point < source.pointNames.size(); point++) {
        String name = source.pointNames.get(point);
        if (!name.isEmpty()) {
          to.take(source.number, (long) point, name, null);
        }
      }
    }
  }

  /** The number of a source of this name, where it has one. */
  public Optional<Long> sourceNumber(String name) {
    return Optional.ofNullable(byName.get(name)).map(source -> source.number);
  }

  /**
   * Every point that has a number and is heard in this way, with the names of source and point as
   * the listener gave them.
   */
  public List<TopicName> names(String protocol) {
    List<TopicName> all = new ArrayList<>();
    String apart = "~" + protocol + "/";
    for (Source source : byNumber) {
      if (source != null && !source.name.isEmpty() && protocol.equals(source.naming.protocol())) {
        boolean isApart = source.name.startsWith(apart) && source.name.length() > apart.length();
        String name = isApart ? source.name.substring(apart.length()) : source.name;
        source.points.keySet().forEach(point -> all.add(new TopicName(name, point, false)));
      }
    }
    return all;
  }

  /** The seq that the next record of a source gets. */
  public long nextSeq(long number) {
    return found(number).map(source -> source.nextSeq).orElse(0L);
  }

  private Optional<Source> found(long number) {
    return number < 0 || number >= byNumber.size()
        ? Optional.empty()
        : Optional.ofNullable(byNumber.get((int) number));
  }

  /**
   * Takes a record into account that the journal already has, as at a start. In the order of the
   * journal; a record learnt before changes nothing.
   */
  public void learn(LedgerRecord record) {
    Source source = slot(record.source());
    if (record.seq() < source.nextSeq) {
      return;
    }
    source.nextSeq = record.seq() + 1;
    if (record.value() instanceof DictionaryEntry entry && record.source() != SELF) {
      Long point = record.point();
      if (point == null) {
        define(source, entry);
      } else {
        define(source, point, entry.name());
      }
    }
  }

  /**
   * As {@link #learn}, for records of which only the count matters: none of them a dictionary's.
   */
  public void learnRun(long number, long firstSeq, int count) {
    Source source = slot(number);
    source.nextSeq = Math.max(source.nextSeq, firstSeq + count);
  }

  /** Names can arrive after records of higher numbers when classes are read one after the other. */
  private Source slot(long number) {
    while (byNumber.size() <= number) {
      byNumber.add(null);
    }
    Source known = byNumber.get((int) number);
    if (known != null) {
      return known;
    }
    var made = new Source(number, "", Naming.UNKNOWN);
    byNumber.set((int) number, made);
    return made;
  }

  private void define(Source source, DictionaryEntry entry) {
    tables.clear();
    Source _ = byName.remove(source.name);
    source.name = entry.name();
    source.naming = new Naming(entry.zone(), entry.protocol());
    byName.put(entry.name(), source);
  }

  private static void define(Source source, long point, String name) {
    while (source.pointNames.size() <= point) {
      source.pointNames.add("");
    }
    source.pointNames.set((int) point, name);
    if (!name.isEmpty()) {
      Long _ = source.points.put(name, point);
    }
  }

  /**
   * Announces every name of one source again, so that a bundle cut out of a later day carries its
   * dictionary: what a node does once a day, source by source.
   */
  public void announceAgain(
      long number, Draft draft, long receivedTime, Consumer<LedgerRecord> announce) {
    Optional<Source> known = found(number);
    if (number == SELF || known.isEmpty() || known.get().name.isEmpty()) {
      return;
    }
    Source source = known.get();
    announce.accept(
        source.naming.record(draft.seq(number), number, null, receivedTime, source.name));
    for (int point = 0; point < source.pointNames.size(); point++) {
      String name = source.pointNames.get(point);
      if (!name.isEmpty()) {
        announce.accept(POINT.record(draft.seq(number), number, (long) point, receivedTime, name));
      }
    }
  }

  /**
   * All that is known, in the form of docs/formats/notes.md.
   *
   * @param position of the journal, below which everything is known and from which on nothing is
   */
  public byte[] encode(long position) {
    var out = new CborWriter(4096);
    out.array(FIELDS);
    out.unsigned(VERSION);
    out.unsigned(position);
    out.array(byNumber.size());
    for (Source source : byNumber) {
      if (source == null) {
        out.nullValue();
        continue;
      }
      out.array(SOURCE_FIELDS);
      out.text(source.name);
      textOrNull(out, source.naming.zone());
      textOrNull(out, source.naming.protocol());
      out.unsigned(source.nextSeq);
      out.array(source.pointNames.size());
      source.pointNames.forEach(out::text);
    }
    return out.toByteArray();
  }

  private static void textOrNull(CborWriter out, @Nullable String text) {
    if (text == null) {
      out.nullValue();
    } else {
      out.text(text);
    }
  }

  /** What was stored, and the position from which on the journal is to be learnt. */
  public record Stored(Numbering numbering, long position) {}

  /** Reads what {@link #encode} wrote. Never throws for any content. */
  public static Decoded<Stored> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    long position = in.unsigned();
    int count = in.array();
    var numbering = new Numbering();
    numbering.byNumber.clear();
    for (int number = 0; number < count && !in.isRefused(); number++) {
      numbering.byNumber.add(in.takeNull() ? null : numbering.read(in, number));
    }
    if (numbering.byNumber.isEmpty() || numbering.byNumber.getFirst() == null) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    return in.end(() -> new Stored(numbering, position));
  }

  private Source read(CborReader in, int number) {
    in.expectArray(SOURCE_FIELDS);
    String name = in.text(NAME_BYTES_MAX);
    String zone = in.takeNull() ? null : in.text(NAME_BYTES_MAX);
    String protocol = in.takeNull() ? null : in.text(NAME_BYTES_MAX);
    var source = new Source(number, name, new Naming(zone, protocol));
    source.nextSeq = in.unsigned();
    int points = in.array();
    for (int point = 0; point < points && !in.isRefused(); point++) {
      define(source, point, in.text(NAME_BYTES_MAX));
    }
    boolean isNamed = number != SELF && !name.isEmpty();
    if (isNamed && byName.put(name, source) != null) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    return source;
  }

  /** Begins to give numbers that the journal does not have yet. */
  public Draft draft() {
    return new Draft();
  }

  /**
   * Numbers given since a moment. Drafts may overlap: those begun later are undone first, as the
   * journal refuses what came later when it refused what came before.
   */
  public final class Draft {
    private final Map<Source, Long> seqBefore = new HashMap<>();
    private final List<Source> newSources = new ArrayList<>();
    private final List<NewPoint> newPoints = new ArrayList<>();

    private record NewPoint(Source source, String name) {}

    private Draft() {}

    /**
     * The numbers of a source and its point; each that is new is announced first.
     *
     * @param naming what the dictionary shall say of the source when it is new
     */
    public Place place(
        String source,
        Naming naming,
        String point,
        long receivedTime,
        Consumer<LedgerRecord> announce) {
      Source known = named(source, naming, receivedTime, announce);
      return new Place(known.number, point(known, point, receivedTime, announce));
    }

    private long point(
        Source known, String point, long receivedTime, Consumer<LedgerRecord> announce) {
      Long number = known.points.get(point);
      if (number == null) {
        number = (long) known.pointNames.size();
        known.pointNames.add(point);
        known.points.put(point, number);
        newPoints.add(new NewPoint(known, point));
        announce.accept(POINT.record(take(known), known.number, number, receivedTime, point));
      }
      return number;
    }

    /**
     * Numbers some samples of a batch: each name that is new is announced first, and then their
     * seqs follow each other without a hole.
     */
    public SampleRun run(
        Samples samples, int from, int to, Naming naming, Consumer<LedgerRecord> announce) {
      Objects.checkFromToIndex(from, to, samples.count());
      Table table = table(samples.names(), naming, samples.receivedTime(from), announce);
      for (int i = from; i < to; i++) {
        int point = samples.point(i);
        if (table.points[point] == UNNUMBERED) {
          String name = samples.names().points().get(point);
          long number = point(table.source, name, samples.receivedTime(i), announce);
          table.points[point] = Math.toIntExact(number);
        }
      }
      long firstSeq = table.source.nextSeq;
      Long _ = seqBefore.putIfAbsent(table.source, firstSeq);
      table.source.nextSeq += to - from;
      return new SampleRun(samples, from, to, table.source.number, firstSeq, table.points);
    }

    private Table table(
        PointNames names, Naming naming, long receivedTime, Consumer<LedgerRecord> announce) {
      Table table = tables.get(names);
      if (table == null) {
        Source source = named(names.source(), naming, receivedTime, announce);
        table = new Table(source, names.points().size());
        if (tables.size() >= TABLES_MAX) {
          tables.clear();
        }
        Table _ = tables.put(names, table);
      }
      return table;
    }

    /** The number of a source; when it is new it is announced first. */
    public long source(
        String source, Naming naming, long receivedTime, Consumer<LedgerRecord> announce) {
      return named(source, naming, receivedTime, announce).number;
    }

    /**
     * A name belongs to the way that brought it first: what is said of the loss on one way would
     * else be said of records that came another.
     */
    private Source named(
        String asked, Naming naming, long receivedTime, Consumer<LedgerRecord> announce) {
      String name = asked;
      Source known = byName.get(name);
      if (known != null && naming.isOtherWay(known.naming)) {
        name = naming.apart(name);
        known = byName.get(name);
      }
      if (known == null) {
        known = new Source(byNumber.size(), name, naming);
        byNumber.add(known);
        byName.put(name, known);
        newSources.add(known);
        announce.accept(naming.record(take(known), known.number, null, receivedTime, name));
      }
      return known;
    }

    /** The seq of the next record of a source that has its number. */
    public long seq(long number) {
      return take(
          found(number)
              .orElseThrow(
                  () -> new IllegalArgumentException("no source " + number + " is known")));
    }

    private long take(Source source) {
      Long _ = seqBefore.putIfAbsent(source, source.nextSeq);
      return source.nextSeq++;
    }

    /** The journal does not have these records: all their numbers are free again. */
    public void undo() {
      if (!newPoints.isEmpty() || !newSources.isEmpty()) {
        tables.clear();
      }
      seqBefore.forEach((source, seq) -> source.nextSeq = seq);
      for (NewPoint point : newPoints.reversed()) {
        Long _ = point.source.points.remove(point.name);
        String _ = point.source.pointNames.removeLast();
      }
      for (Source source : newSources.reversed()) {
        Source _ = byName.remove(source.name);
        Source last = byNumber.removeLast();
        if (last != source) {
          throw new IllegalStateException("drafts were undone out of order");
        }
      }
      seqBefore.clear();
      newPoints.clear();
      newSources.clear();
    }
  }
}
