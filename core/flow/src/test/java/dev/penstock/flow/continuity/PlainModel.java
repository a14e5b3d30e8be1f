package dev.penstock.flow.continuity;

import dev.penstock.evidence.record.Arrival;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RollCall;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What should be known of one source after a history, written without any cleverness: everything is
 * kept, and each question looks through it from the beginning.
 */
final class PlainModel {
  /** What one roll-call said. */
  private record Said(long from, long to, RollCall.State state, long count, long since) {}

  private final List<Said> said = new ArrayList<>();

  /** How many roll-calls had been heard when the first block of its own arrived; -1 for never. */
  private int selfSigningFrom = -1;

  private final ContinuityRules rules;
  private boolean isKnown;

  PlainModel(List<LedgerRecord> history, long source, ContinuityRules rules) {
    this.rules = rules;
    for (LedgerRecord record : history) {
      switch (record.value()) {
        case RollCall call -> {
          for (RollCall.Run run : call.runs()) {
            if (run.first() <= source && source <= run.last()) {
              long since = run.since() == null ? call.from() : run.since();
              said.add(new Said(call.from(), call.to(), run.state(), run.count(), since));
              isKnown = true;
            }
          }
        }
        case Arrival arrival -> {
          boolean isLeaf =
              List.of(Arrival.Verdict.LINKED, Arrival.Verdict.HELD, Arrival.Verdict.FILLED)
                  .contains(arrival.verdict());
          if (record.source() == source && isLeaf) {
            isKnown = true;
            if (selfSigningFrom < 0) {
              selfSigningFrom = said.size();
            }
          }
        }
        default -> isKnown |= record.source() == source;
      }
    }
  }

  boolean isKnown() {
    return isKnown;
  }

  boolean isSelfSigning() {
    return selfSigningFrom >= 0;
  }

  long heardCount() {
    return said.stream().mapToLong(Said::count).sum();
  }

  OptionalLong heardTo() {
    return said.stream()
        .filter(one -> one.state() == RollCall.State.HEARD)
        .mapToLong(Said::to)
        .reduce((a, b) -> b);
  }

  /** Since when it could be heard without a break at the end of roll-call i; -1 if it could not. */
  private long listeningFrom(int i) {
    long from = -1;
    for (int k = i; k >= 0; k--) {
      if (said.get(k).state() == RollCall.State.DEAF
          || (k < i && said.get(k).to() != said.get(k + 1).from())) {
        break;
      }
      from = said.get(k).from();
    }
    return from;
  }

  private long heardBefore(int i) {
    for (int k = i - 1; k >= 0; k--) {
      if (said.get(k).state() == RollCall.State.HEARD) {
        return said.get(k).to();
      }
    }
    return -1;
  }

  private OptionalLong cadenceAfter(int count) {
    var distances = new ArrayList<Long>();
    for (int i = 0; i < count; i++) {
      Said one = said.get(i);
      if (one.state() == RollCall.State.HEARD && one.count() > 0) {
        boolean isFresh = listeningFrom(i) == one.from();
        long base = isFresh ? one.from() : Math.max(listeningFrom(i), heardBefore(i));
        distances.add(Math.max(1, (one.to() - base) / one.count()));
      }
    }
    List<Long> last = distances.subList(Math.max(0, distances.size() - 16), distances.size());
    return last.size() < 4
        ? OptionalLong.empty()
        : OptionalLong.of(last.stream().sorted().toList().get(last.size() / 2));
  }

  OptionalLong cadence() {
    return cadenceAfter(said.size());
  }

  OptionalLong silentSince() {
    long silent = -1;
    for (int i = 0; i < said.size(); i++) {
      Said one = said.get(i);
      if (one.state() == RollCall.State.HEARD) {
        silent = -1;
      }
      boolean isJudged = selfSigningFrom < 0 || i < selfSigningFrom;
      OptionalLong cadence = cadenceAfter(i);
      if (one.state() == RollCall.State.LISTENING
          && silent < 0
          && isJudged
          && cadence.isPresent()) {
        long quietFrom = Math.max(listeningFrom(i), heardBefore(i));
        long limit =
            Math.max(
                rules.silenceMin().toNanos(),
                Math.min(
                    rules.silenceMax().toNanos(), rules.silenceFactor() * cadence.getAsLong()));
        if (one.to() - quietFrom > limit) {
          silent = quietFrom;
        }
      }
    }
    return silent < 0 ? OptionalLong.empty() : OptionalLong.of(silent);
  }

  /** The newest stretches, neighbours that say the same joined. */
  List<Stretch> newest(int count) {
    var all = new ArrayList<Stretch>();
    for (Said one : said) {
      if (!all.isEmpty() && one.from() > all.get(all.size() - 1).to()) {
        long hole = all.get(all.size() - 1).to();
        all.add(new Stretch.Unknown(hole, one.from(), new Stretch.Why.NotStated()));
      }
      Stretch next =
          switch (one.state()) {
            case HEARD -> new Stretch.Heard(one.from(), one.to(), one.count());
            case LISTENING -> new Stretch.Listening(one.from(), one.to());
            case DEAF -> new Stretch.Deaf(one.from(), one.to(), one.since(), one.count());
          };
      Stretch before = all.isEmpty() ? null : all.get(all.size() - 1);
      if (before instanceof Stretch.Heard(var from, var to, var n)
          && next instanceof Stretch.Heard heard
          && to == heard.from()) {
        all.set(all.size() - 1, new Stretch.Heard(from, heard.to(), n + heard.count()));
      } else if (before instanceof Stretch.Listening(var from, var to)
          && next instanceof Stretch.Listening listening
          && to == listening.from()) {
        all.set(all.size() - 1, new Stretch.Listening(from, listening.to()));
      } else if (before instanceof Stretch.Deaf(var from, var to, var since, var n)
          && next instanceof Stretch.Deaf deaf
          && to == deaf.from()
          && since == deaf.since()) {
        all.set(all.size() - 1, new Stretch.Deaf(from, deaf.to(), since, n + deaf.count()));
      } else {
        all.add(next);
      }
    }
    return all.subList(Math.max(0, all.size() - count), all.size());
  }
}
