package dev.penstock.merkle.witness;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.note.Note;
import java.util.Optional;

/**
 * Two heads that one log signed and that cannot both be true. Made by {@link HeadChecker}, which
 * has checked the signatures; whoever gets one from outside lets it check them again.
 *
 * @param smaller the head of fewer leaves; the one known first when both have as many
 * @param larger the other one
 * @param beginning what shows it when the sizes differ; empty when they are the same, for then two
 *     roots are proof enough
 */
public record HeadConflict(
    Kind kind, String origin, Note smaller, Note larger, Optional<Beginning> beginning) {
  /** How the two contradict each other. */
  public enum Kind {
    /** One size and two roots: somebody is shown another log. */
    SPLIT_VIEW,
    /** The larger tree does not begin with the smaller one: entries were changed or left out. */
    REWRITE
  }

  /**
   * How the tree of the larger head begins.
   *
   * @param root of as many leaves as the smaller head has
   * @param path leads from that root to the larger head's, RFC 9162 §2.1.4
   */
  public record Beginning(Digest root, HashPath path) {}

  public HeadConflict {
    if ((kind == Kind.REWRITE) != beginning.isPresent()) {
      throw new IllegalArgumentException(kind + " with beginning " + beginning);
    }
  }

  /** The conflict in words, for a person who decides what to do. */
  public String text() {
    return switch (kind) {
      case SPLIT_VIEW ->
          "The log "
              + origin
              + " signed two different roots for one size. One of its readers is shown another log,"
              + " or somebody else has its key.";
      case REWRITE ->
          "The log "
              + origin
              + " signed a head, and later one of a tree that does not begin with it. Entries were"
              + " changed or left out, or somebody else has its key.";
    };
  }
}
