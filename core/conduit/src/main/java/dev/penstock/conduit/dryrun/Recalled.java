package dev.penstock.conduit.dryrun;

import dev.penstock.conduit.Request;
import dev.penstock.conduit.compiled.Span;
import java.util.Optional;

/** What a record of a decision still says of the requests that it stands for. */
sealed interface Recalled {
  /** One request, all of it: the digest in the record is that of this one. */
  record Whole(Request request) implements Recalled {}

  /** One request or many, within bounds. */
  record Partly(Span span) implements Recalled {}

  /** Too little to ask another policy about it. */
  record Unknown(Optional<String> from, Optional<String> to) implements Recalled {}
}
