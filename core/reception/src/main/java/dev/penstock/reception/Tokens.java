package dev.penstock.reception;

import dev.penstock.access.Grant;
import java.time.Instant;
import java.util.List;

/** The service accounts and their tokens. */
public final class Tokens {
  Tokens() {}

  /** All of them, revoked ones included. */
  public Answer<List<TokenView>> list(Caller caller) {
    throw new IllegalStateException("not built yet");
  }

  /** A new one. Step-up; two people for more than a viewer. */
  public Answer<Handed<TokenView>> create(
      Caller caller, String label, List<Grant> grants, Instant until) {
    throw new IllegalStateException("not built yet");
  }

  /** It opens nothing any more. */
  public Answer<TokenView> revoke(Caller caller, String id) {
    throw new IllegalStateException("not built yet");
  }
}
