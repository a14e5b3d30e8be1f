package dev.penstock.flow.continuity;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.LedgerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Which listener has heard which sources, and what it asks for: so that a source that is quiet is
 * known to be listened for. A later run takes over what an earlier one knew of a listener once that
 * asks for all it asked for then; before, nobody can say that the source would be heard. One thread
 * at a time.
 */
public final class Hearers {
  private static final int VERSION = 1;
  private static final int BYTES_MAX = 256 << 20;
  private static final int WORD_BYTES_MAX = 65_535;
  private static final int FIELDS = 2;
  private static final int LISTENER_FIELDS = 3;

  private final Map<String, Set<String>> subscriptions = new TreeMap<>();
  private final Map<String, Set<Long>> sources = new TreeMap<>();
  private final List<Earlier> earlier = new ArrayList<>();

  /** What an earlier run knew of a listener. */
  private record Earlier(String listener, Set<String> subscriptions, Set<Long> sources) {}

  /** What a listener asks for; false when that was known. */
  public boolean asks(String listener, String subscription) {
    return subscriptions.computeIfAbsent(listener, _ -> new TreeSet<>()).add(subscription);
  }

  /** That a listener heard a source; false when that was known. */
  public boolean hears(String listener, long source) {
    return sources.computeIfAbsent(listener, _ -> new TreeSet<>()).add(source);
  }

  /** The sources that a listener has heard. */
  public Set<Long> sources(String listener) {
    return sources.getOrDefault(listener, Set.of());
  }

  /** What a listener asks for. */
  public Set<String> subscriptions(String listener) {
    return subscriptions.getOrDefault(listener, Set.of());
  }

  /**
   * Takes over what is due of an earlier run.
   *
   * @param heard is told of each source that this run did not know a listener of
   */
  public void takeOver(BiConsumer<String, Long> heard) {
    for (Earlier each : List.copyOf(earlier)) {
      if (subscriptions(each.listener()).containsAll(each.subscriptions())) {
        earlier.remove(each);
        for (long source : each.sources()) {
          if (hears(each.listener(), source)) {
            heard.accept(each.listener(), source);
          }
        }
      }
    }
  }

  /** All of it, for a later run, in the form of docs/formats/notes.md. */
  public byte[] encode() {
    List<Earlier> all = new ArrayList<>(earlier);
    sources.forEach(
        (listener, heard) -> all.add(new Earlier(listener, subscriptions(listener), heard)));
    var out = new CborWriter(4096);
    out.array(FIELDS);
    out.unsigned(VERSION);
    out.array(all.size());
    for (Earlier each : all) {
      out.array(LISTENER_FIELDS);
      out.text(each.listener());
      out.array(each.subscriptions().size());
      each.subscriptions().forEach(out::text);
      out.array(each.sources().size());
      each.sources().forEach(out::unsigned);
    }
    return out.toByteArray();
  }

  /**
   * What an earlier run stored, or nothing when it cannot be read. Never throws for any content.
   */
  public static Hearers resumed(byte[] stored) {
    return switch (decode(stored)) {
      case Decoded.Value<Hearers>(var known) -> known;
      case Decoded.Refused<Hearers> _ -> new Hearers();
    };
  }

  private static Decoded<Hearers> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    var hearers = new Hearers();
    int listeners = in.array();
    for (int i = 0; i < listeners && !in.isRefused(); i++) {
      in.expectArray(LISTENER_FIELDS);
      String listener = in.text(WORD_BYTES_MAX);
      Set<String> asked = new TreeSet<>();
      int count = in.array();
      for (int k = 0; k < count && !in.isRefused(); k++) {
        asked.add(in.text(WORD_BYTES_MAX));
      }
      Set<Long> heard = new TreeSet<>();
      count = in.array();
      for (int k = 0; k < count && !in.isRefused(); k++) {
        heard.add(in.unsigned(LedgerRecord.ID_MAX));
      }
      hearers.earlier.add(new Earlier(listener, asked, heard));
    }
    return in.end(() -> hearers);
  }
}
