package dev.penstock.reception;

import org.jspecify.annotations.Nullable;

/**
 * What a request shows of who sends it, before anything is believed.
 *
 * @param isNodeKey the bearer was the node's own token; the door has compared it
 * @param bearer the token of {@code Authorization: Bearer} otherwise
 * @param session the secret in the cookie of a session
 * @param csrf what the header {@code Penstock-Csrf} says
 * @param isChange the request is none of GET and HEAD
 * @param isSameOrigin the browser says that a page of ours sent it
 */
public record Presented(
    boolean isNodeKey,
    @Nullable String bearer,
    @Nullable String session,
    @Nullable String csrf,
    boolean isChange,
    boolean isSameOrigin,
    Origin origin) {
  /** Says nothing of the secrets. */
  @Override
  public String toString() {
    return "Presented from " + origin;
  }
}
