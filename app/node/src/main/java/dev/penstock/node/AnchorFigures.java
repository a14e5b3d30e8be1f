package dev.penstock.node;

import dev.penstock.evidence.chain.Visible;
import dev.penstock.flow.anchoring.AnchorState;
import dev.penstock.web.NodeStatus.Figure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How it stands with the anchors: as figures for Prometheus, and as lines for people. */
final class AnchorFigures {
  private static final int WHY_LENGTH_MAX = 200;

  private AnchorFigures() {}

  /** A figure that nobody can give is left out: who watches it sees that it is missing. */
  static void add(Anchors anchors, Instant now, List<Figure> all) {
    List<Figure.Value> age = new ArrayList<>();
    List<Figure.Value> failures = new ArrayList<>();
    List<Figure.Value> sizes = new ArrayList<>();
    for (AnchorState state : anchors.states()) {
      Map<String, String> label = Map.of("anchor", state.name());
      failures.add(new Figure.Value(label, state.failures()));
      if (state.last().isPresent()) {
        Duration since = Duration.between(Anchors.time(state.last().get().storedAt()), now);
        age.add(new Figure.Value(label, Math.max(0, since.toMillis() / 1e3)));
        sizes.add(new Figure.Value(label, (double) state.last().get().size()));
      }
    }
    Figure.Kind gauge = Figure.Kind.GAUGE;
    all.add(
        new Figure(
            "penstock_anchor_last_success_age_seconds", "Since it vouched last.", gauge, age));
    all.add(new Figure("penstock_anchor_failures", "In a row by now.", gauge, failures));
    all.add(new Figure("penstock_anchor_size", "Log size it vouched for last.", gauge, sizes));
    List<Figure.Value> window = new ArrayList<>();
    anchors
        .windowSeconds(now)
        .ifPresent(seconds -> window.add(new Figure.Value(Map.of(), (double) seconds)));
    all.add(
        new Figure(
            "penstock_anchor_window_seconds",
            "How long the log rests on the gateway's own key alone.",
            gauge,
            window));
  }

  static List<String> lines(Anchors anchors, Instant now) {
    List<String> lines = new ArrayList<>();
    List<AnchorState> states = anchors.states();
    if (states.isEmpty()) {
      lines.add("anchors     none is set: nobody outside vouches for this log");
    }
    for (AnchorState state : states) {
      lines.add("anchor      " + state.name() + ": " + line(state));
    }
    Optional<Long> window = anchors.windowSeconds(now);
    if (window.isPresent()) {
      lines.add(
          "window      the last " + count(window.get()) + " s rest on this gateway's key alone");
    } else if (!states.isEmpty()) {
      lines.add("window      nobody has vouched yet: all rests on this gateway's key alone");
    }
    return lines;
  }

  /** What is to be said of an anchor, with its name. */
  static String named(AnchorState state) {
    return state.name() + " " + line(state);
  }

  private static String line(AnchorState state) {
    String last =
        state
            .last()
            .map(given -> "size " + count(given.size()) + " at " + Anchors.time(given.at()))
            .orElse("nothing yet");
    String trouble =
        state
            .trouble()
            .map(known ->
                "; fails since "
                    + Anchors.time(known.since())
                    + ", "
                    + state.failures()
                    + " times: "
                    + shortened(known.why())
                    + "; asked again at "
                    + Anchors.time(state.next()))
            .orElse("");
    String contradicted =
        state.contradiction().isPresent() ? "; IT CONTRADICTED THIS LOG, see the findings" : "";
    return "vouched for " + last + trouble + contradicted;
  }

  private static String shortened(String why) {
    String plain = Visible.of(why);
    return plain.length() <= WHY_LENGTH_MAX ? plain : plain.substring(0, WHY_LENGTH_MAX) + "...";
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
