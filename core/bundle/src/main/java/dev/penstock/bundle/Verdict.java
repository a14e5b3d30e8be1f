package dev.penstock.bundle;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be said of a bundle.
 *
 * @param about what the bundle says it is; absent when that cannot be read
 * @param claims each thing that was checked, in its order
 * @param unmet what was required and is not shown, a sentence each
 * @param notLaterThan ns since 1970; by then all of it was sealed, as somebody outside says
 * @param by who says so
 * @param aloneSeconds for how long at most, by the clock of who sealed it, it rested on their key
 *     alone; empty when nobody outside vouches, or when that clock or theirs is wrong
 * @param rests what nothing here shows, a sentence each
 */
public record Verdict(
    Outcome outcome,
    Optional<About> about,
    List<Claim> claims,
    List<String> unmet,
    Optional<Long> notLaterThan,
    String by,
    OptionalLong aloneSeconds,
    List<String> rests) {
  /** The answer in one word. */
  public enum Outcome {
    VERIFIED("VERIFIED", 0),
    SELF_CONSISTENT("SELF-CONSISTENT, NOT VERIFIED", 1),
    NOT_VERIFIED("NOT VERIFIED", 1),
    UNUSABLE("UNUSABLE", 2);

    private final String words;
    private final int exitCode;

    Outcome(String words, int exitCode) {
      this.words = words;
      this.exitCode = exitCode;
    }

    public String words() {
      return words;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  public Verdict {
    claims = List.copyOf(claims);
    unmet = List.copyOf(unmet);
    rests = List.copyOf(rests);
  }

  /** The claim of this kind. */
  public Claim claim(ClaimCode code) {
    return claims.stream()
        .filter(claim -> claim.code() == code)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a verdict without " + code));
  }
}
