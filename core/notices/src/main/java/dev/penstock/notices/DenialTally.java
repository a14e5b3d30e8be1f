package dev.penstock.notices;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests that a policy denied, counted for each way between two zones for as long as it goes on.
 * It opens with the first denial and is over when {@link #QUIET} passed without one: a scan of an
 * hour is one thing that people hear of, not thousands. What strangers choose, as addresses, makes
 * no entry of its own, so nobody can fill the board. One thread.
 *
 * <p>Req: 62443-4-2 CR 6.2
 */
public final class DenialTally {
  /** More ways between zones than a site has that is attacked; what is beyond is counted as one. */
  public static final int FLOWS_MAX = 64;

  /** For how long nothing must be denied before it is over: slow scans are still one. */
  public static final Duration QUIET = Duration.ofMinutes(15);

  /** What is counted as one: of zones that are not known, or beyond the bound. */
  public static final String SEVERAL = "several";

  private static final int PEERS_MAX = 3;
  private static final int PEER_BYTES_MAX = 64;
  private static final int WHAT_BYTES_MAX = 200;

  private final Map<String, Flow> flows = new LinkedHashMap<>();

  /** One way between two zones, and what was denied on it. */
  private static final class Flow {
    private long count;
    private @Nullable Instant since;
    private final List<String> peers = new ArrayList<>();
    private boolean hasMorePeers;
    private String last = "";
    private String kept = "";
    private long lastNanos;
  }

  /**
   * Requests that were denied.
   *
   * @param from the zone that was asked from; empty where that is not known
   * @param to the zone that was asked for, likewise
   * @param peer who asked, as far as that is known
   * @param what was asked for, and why it was denied
   * @param count how many there were
   * @param first when the first was
   */
  public record Denied(
      Optional<String> from,
      Optional<String> to,
      String peer,
      String what,
      long count,
      Instant first) {
    public Denied {
      if (count < 1) {
        throw new IllegalArgumentException("count is " + count + ", must be 1 or more");
      }
      Objects.requireNonNull(first, "first");
    }

    private String subject() {
      return from.isPresent() && to.isPresent()
          ? PlainText.of(from.get() + "/" + to.get(), NoticeKey.SUBJECT_BYTES_MAX)
          : SEVERAL;
    }
  }

  /**
   * What people are told of one way.
   *
   * @param text one line
   * @param count how many were denied; 0 where it began before a start and none was since
   * @param since when the first of these was; empty where there is none
   * @param peers who asked, the first of them
   * @param last the newest of it; empty where there is none
   */
  public record Told(
      String text, long count, Optional<Instant> since, List<String> peers, String last) {
    public Told {
      peers = List.copyOf(peers);
    }
  }

  /**
   * Counts.
   *
   * @param nanos of a clock that nobody sets
   */
  public void denied(Denied denied, long nanos) {
    Flow flow = flow(denied.subject(), nanos);
    flow.count += denied.count();
    Instant at = denied.first().truncatedTo(ChronoUnit.SECONDS);
    Instant before = flow.since;
    flow.since = before == null || at.isBefore(before) ? at : before;
    flow.lastNanos = nanos;
    String peer = PlainText.of(denied.peer(), PEER_BYTES_MAX);
    if (!flow.peers.contains(peer)) {
      if (flow.peers.size() < PEERS_MAX) {
        boolean _ = flow.peers.add(peer);
      } else {
        flow.hasMorePeers = true;
      }
    }
    flow.last = PlainText.of(denied.what(), WHAT_BYTES_MAX);
  }

  /**
   * It went on when the run before ended: whether it still does is known when it was quiet for long
   * enough.
   *
   * @param text as people were told of it
   */
  public void resumed(String subject, String text, long nanos) {
    Flow flow = flow(subject, nanos);
    flow.kept = text;
    flow.lastNanos = nanos;
  }

  private Flow flow(String subject, long nanos) {
    dropQuiet(nanos);
    String key = flows.containsKey(subject) || flows.size() < FLOWS_MAX ? subject : SEVERAL;
    return flows.computeIfAbsent(key, _ -> new Flow());
  }

  private void dropQuiet(long nanos) {
    flows.values().removeIf(each -> nanos - each.lastNanos >= QUIET.toNanos());
  }

  /** What goes on, by its subject: the two zones with a slash between, or {@link #SEVERAL}. */
  public Map<String, Told> standing(long nanos) {
    dropQuiet(nanos);
    Map<String, Told> all = new LinkedHashMap<>();
    flows.forEach((subject, flow) -> {
      Told _ = all.put(subject, told(subject, flow));
    });
    return all;
  }

  private static Told told(String subject, Flow flow) {
    Instant since = flow.since;
    if (since == null) {
      return new Told(flow.kept, 0, Optional.empty(), List.of(), "");
    }
    List<String> peers = new ArrayList<>(flow.peers);
    if (flow.hasMorePeers) {
      boolean _ = peers.add("others");
    }
    String where = subject.equals(SEVERAL) ? "" : " from " + subject.replace("/", " to ");
    String text =
        "%d %s%s denied since %s, by %s; the last: %s"
            .formatted(
                flow.count,
                flow.count == 1 ? "request" : "requests",
                where + (flow.count == 1 ? " was" : " were"),
                since,
                String.join(", ", peers),
                flow.last);
    return new Told(text, flow.count, Optional.of(since), peers, flow.last);
  }
}
