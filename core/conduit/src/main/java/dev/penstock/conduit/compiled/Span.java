package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.compiled.Reach.Fit;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of one or many requests of which not everything is known: the same asker, way and
 * operation, and within which bounds objects, values and times are.
 *
 * @param function the code by which all of them are asked for; empty where it is not known
 * @param first when the first of them came, ns since 1970
 * @param last when the last one did
 */
public record Span(
    String from,
    String to,
    String protocol,
    Optional<String> identity,
    Operation operation,
    OptionalInt function,
    Reach reach,
    Given given,
    long first,
    long last) {
  /** Requests of which no function code is known. */
  public Span(
      String from,
      String to,
      String protocol,
      Optional<String> identity,
      Operation operation,
      Reach reach,
      Given given,
      long first,
      long last) {
    this(from, to, protocol, identity, operation, OptionalInt.empty(), reach, given, first, last);
  }

  /** For how many of them a rule's function codes hold. */
  Fit by(Rule rule) {
    if (rule.functions().isEmpty()) {
      return Fit.ALL;
    }
    if (function.isEmpty()) {
      return Fit.SOME;
    }
    int code = function.getAsInt();
    return rule.functions().stream().anyMatch(each -> each.code() == code) ? Fit.ALL : Fit.NONE;
  }
}
