package dev.penstock.reception;

import org.jspecify.annotations.Nullable;

/**
 * Something new with a secret, which is shown now and never again.
 *
 * @param secret a first password, a token or a sealed code
 * @param approval null when it holds at once; otherwise it holds, or holds in full, when a second
 *     person has agreed
 */
public record Handed<T>(T thing, String secret, @Nullable ApprovalView approval) {
  /** Says nothing of the secret. */
  @Override
  public String toString() {
    return "Handed[" + thing + "]";
  }
}
