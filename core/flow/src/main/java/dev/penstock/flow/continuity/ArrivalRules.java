package dev.penstock.flow.continuity;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.numbering.SampleRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares the source time of each record with its time of receipt and with the records before it,
 * and gives one finding per source, sort and interval. What it found is journalled, so that nobody
 * needs the samples to know it. One thread at a time.
 *
 * <p>Nothing is refused here: order in the ledger is by seq, never by clock.
 */
public final class ArrivalRules {
  /** More sources are not looked at, and counted. */
  public static final int SOURCES_MAX = ContinuityBook.SOURCES_MAX;

  /** One sort of thing wrong with the records of one source in this interval. */
  private static final class Case {
    private long count;
    private long firstSeq;
    private long lastSeq;
    private long since;
    private long worst;

    void take(long seq, long at, long by) {
      if (count == 0) {
        firstSeq = seq;
        since = at;
      }
      count++;
      lastSeq = seq;
      worst = Math.max(worst, by);
    }
  }

  private static final class Track {
    private final Case late = new Case();
    private final Case reordered = new Case();
    private final Case ahead = new Case();
    private long newest = -1;
  }

  private final long lateAfter;
  private final long disorderMin;
  private final long aheadMax;
  private final Map<Long, Track> tracks = new TreeMap<>();
  private final List<Long> touched = new ArrayList<>();
  private long leftOut;

  public ArrivalRules(ContinuityRules rules) {
    lateAfter = rules.lateAfter().toNanos();
    disorderMin = rules.disorderMin().toNanos();
    aheadMax = rules.aheadMax().toNanos();
  }

  /**
   * A record was appended to the journal. Times are ns since 1970.
   *
   * @param sourceTime null when the source says nothing; then there is nothing to compare
   */
  public void took(long source, long seq, @Nullable Long sourceTime, long receivedTime) {
    if (sourceTime == null) {
      return;
    }
    Track track = track(source);
    if (track == null) {
      leftOut++;
      return;
    }
    boolean wasClean = isClean(track);
    judge(track, seq, sourceTime, receivedTime);
    if (wasClean && !isClean(track)) {
      touched.add(source);
    }
  }

  /** The same for samples that became records together. */
  public void took(SampleRun run) {
    Samples samples = run.samples();
    Track track = track(run.source());
    boolean wasClean = track == null || isClean(track);
    for (int i = run.from(); i < run.to(); i++) {
      long sourceTime = samples.sourceTime(i);
      if (sourceTime == Samples.NO_TIME) {
        continue;
      }
      if (track == null) {
        leftOut++;
      } else {
        judge(track, run.firstSeq() + i - run.from(), sourceTime, samples.receivedTime(i));
      }
    }
    if (track != null && wasClean && !isClean(track)) {
      touched.add(run.source());
    }
  }

  /** Null where there are too many sources. */
  private @Nullable Track track(long source) {
    Track track = tracks.get(source);
    if (track == null && tracks.size() < SOURCES_MAX) {
      track = new Track();
      tracks.put(source, track);
    }
    return track;
  }

  private void judge(Track track, long seq, long sourceTime, long receivedTime) {
    long delay = receivedTime - sourceTime;
    if (-delay > aheadMax) {
      // Such a time is not to be believed, so it must not make all after it look old.
      track.ahead.take(seq, receivedTime, -delay);
      return;
    }
    if (delay > lateAfter) {
      track.late.take(seq, receivedTime, delay);
    }
    if (track.newest - sourceTime > disorderMin) {
      track.reordered.take(seq, receivedTime, track.newest - sourceTime);
    }
    track.newest = Math.max(track.newest, sourceTime);
  }

  private static boolean isClean(Track track) {
    return track.late.count + track.reordered.count + track.ahead.count == 0;
  }

  /** Records that were not looked at, because there were too many sources. */
  public long leftOut() {
    return leftOut;
  }

  /** What was found since the last call, by source; to be journalled with the roll-call. */
  public List<Said> close() {
    touched.sort(Long::compare);
    var all = new ArrayList<Said>();
    for (long source : touched) {
      Track track = tracks.get(source);
      if (track == null) {
        continue;
      }
      add(all, source, SourceCodes.LATE, track.late, "later than their source time, at most by ");
      add(
          all,
          source,
          SourceCodes.REORDERED,
          track.reordered,
          "with a source time before that of an earlier record, at most by ");
      add(
          all,
          source,
          SourceCodes.CLOCK_AHEAD,
          track.ahead,
          "with a source time ahead of the time of receipt, at most by ");
      var clean = new Track();
      clean.newest = track.newest;
      tracks.put(source, clean);
    }
    touched.clear();
    return all;
  }

  private static void add(List<Said> all, long source, String code, Case of, String what) {
    if (of.count == 0) {
      return;
    }
    String text =
        of.count
            + (of.count == 1 ? " record " : " records ")
            + what
            + Duration.ofNanos(of.worst)
            + ".";
    all.add(
        new Said(
            source,
            new FindingMade(
                code,
                null,
                null,
                of.firstSeq,
                of.lastSeq,
                of.since,
                of.count,
                List.of(),
                null,
                text,
                Details.NONE)));
  }
}
