package dev.penstock.web;

import dev.penstock.flow.anchoring.AnchorArchive;
import dev.penstock.flow.anchoring.AnchorState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who vouches for the log outside. Safe for several threads; none of it may wait for long. */
public interface AnchorView {
  /** Nobody does. */
  AnchorView NONE =
      new AnchorView() {
        @Override
        public List<AnchorState> states() {
          return List.of();
        }

        @Override
        public Optional<AnchorState.Last> newest() {
          return Optional.empty();
        }

        @Override
        public Optional<AnchorArchive> archive() {
          return Optional.empty();
        }
      };

  /** How it stands with each anchor that is set, by name. */
  List<AnchorState> states();

  /** The largest head that anybody vouched for. */
  Optional<AnchorState.Last> newest();

  /** What anchors answered; empty when what is stored cannot be explained. */
  Optional<AnchorArchive> archive();

  /** How many seconds the log rests on the gateway's own key alone by now, where that is known. */
  default Optional<Long> windowSeconds(Instant now) {
    long nanos = Math.max(0, now.getEpochSecond()) * 1_000_000_000L + now.getNano();
    return newest().map(last -> Math.max(0, nanos - last.askedAt()) / 1_000_000_000L);
  }
}
