package dev.penstock.flow.delivery;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Gap;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/**
 * What destinations were shown and the journal did not have when this was noted: by it the next
 * start states what the journal never got.
 *
 * @param sources in the order of their numbers
 */
public record EarlyNote(List<OfSource> sources) {
  /** Nothing was shown that is not durable. */
  public static final EarlyNote NONE = new EarlyNote(List.of());

  private static final int VERSION = 1;
  private static final int FIELDS = 2;
  private static final int SOURCE_FIELDS = 7;

  /** Every record that may be shown is of a source of its own, and its fields at their widest. */
  public static final int BYTES_MAX = 96 * EarlyRecords.RECORDS_MAX;

  /**
   * Of one source.
   *
   * @param source its number
   * @param firstSeq the seq that the first of them was to get
   * @param lastSeq the seq of the last
   * @param count how many there are
   * @param digest SHA-256 over the SHA-256 of each record as it was to be written, by their seqs
   * @param from when the first was shown, in nanoseconds since 1970
   * @param to when the last was
   */
  public record OfSource(
      long source, long firstSeq, long lastSeq, long count, Digest digest, long from, long to) {
    public OfSource {
      boolean isOrdered = firstSeq >= 0 && lastSeq >= firstSeq && to >= from && from >= 0;
      if (source < 0 || !isOrdered || count < 1 || count > lastSeq - firstSeq + 1) {
        throw new IllegalArgumentException(
            "source " + source + ", " + count + " from " + firstSeq + " to " + lastSeq);
      }
    }
  }

  public EarlyNote {
    sources = List.copyOf(sources);
  }

  /**
   * What is missing in the journal, by source.
   *
   * @param nextSeq of a source: the seqs before are in the journal as it was found
   */
  public Map<Long, Gap> missing(LongUnaryOperator nextSeq) {
    Map<Long, Gap> gaps = new TreeMap<>();
    for (OfSource each : sources) {
      long next = nextSeq.applyAsLong(each.source());
      if (next <= each.lastSeq()) {
        Gap _ = gaps.put(each.source(), gap(each, next));
      }
    }
    return gaps;
  }

  /** Their seqs are given to others, so it names none; of a part of them nobody has the digest. */
  private static Gap gap(OfSource of, long nextSeq) {
    boolean isWhole = nextSeq <= of.firstSeq();
    boolean isDense = of.count() == of.lastSeq() - of.firstSeq() + 1;
    Long left = isDense ? (Long) (of.lastSeq() - nextSeq + 1) : null;
    return new Gap(
        Gap.Cause.UNJOURNALED,
        Gap.Scope.RECORDS_OF_SOURCE,
        null,
        null,
        isWhole ? (Long) of.count() : left,
        of.from(),
        of.to(),
        isWhole ? of.digest() : null,
        null,
        null,
        Details.NONE);
  }

  /** The one encoding, docs/formats/notes.md. */
  public byte[] encode() {
    var out = new CborWriter(4096);
    out.array(FIELDS);
    out.unsigned(VERSION);
    out.array(sources.size());
    for (OfSource each : sources) {
      out.array(SOURCE_FIELDS);
      out.unsigned(each.source());
      out.unsigned(each.firstSeq());
      out.unsigned(each.lastSeq());
      out.unsigned(each.count());
      out.bytes(each.digest().bytes());
      out.unsigned(each.from());
      out.unsigned(each.to());
    }
    return out.toByteArray();
  }

  /** Reads what was stored; nothing where there is nothing. Never throws for any content. */
  public static Decoded<EarlyNote> decode(byte[] bytes) {
    if (bytes.length == 0) {
      return new Decoded.Value<>(NONE);
    }
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    int count = in.array();
    List<OfSource> all = new ArrayList<>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      read(in, all);
    }
    return in.end(() -> new EarlyNote(all));
  }

  private static void read(CborReader in, List<OfSource> into) {
    in.expectArray(SOURCE_FIELDS);
    long source = in.unsigned();
    long firstSeq = in.unsigned();
    long lastSeq = in.unsigned();
    long count = in.unsigned();
    byte[] digest = in.bytesExactly(Digest.BYTES);
    long from = in.unsigned();
    long to = in.unsigned();
    boolean isOrdered = lastSeq >= firstSeq && to >= from;
    if (!isOrdered || count < 1 || count - 1 > lastSeq - firstSeq) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    if (!in.isRefused()) {
      into.add(new OfSource(source, firstSeq, lastSeq, count, Digest.of(digest), from, to));
    }
  }
}
