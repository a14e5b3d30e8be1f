package dev.penstock.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The sealed way in for an emergency: a code on paper that works once, under a name of its own.
 *
 * @param person the pseudonym that the trail shows for it
 * @param code hash of the code that is sealed; null when none is, because it was used or never made
 * @param sealedAt when the code was made
 * @param usedAt when a code was last used
 */
public record BreakGlass(
    PersonId person,
    @Nullable SecretHash code,
    @Nullable Instant sealedAt,
    @Nullable Instant usedAt) {
  /** With a new code, not used yet. */
  public BreakGlass sealed(SecretHash newCode, Instant at) {
    return new BreakGlass(person, newCode, at, usedAt);
  }

  /** The code was used; it opens nothing any more. */
  public BreakGlass used(Instant at) {
    return new BreakGlass(person, null, sealedAt, at);
  }
}
