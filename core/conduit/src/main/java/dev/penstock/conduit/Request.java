package dev.penstock.conduit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that wants to pass a conduit, in the words of policies. Whoever reads a protocol makes
 * it, and denies what is larger than {@link Limits} allow before it asks.
 *
 * @param identity as it was checked; empty for who did not say who it is
 * @param peer where it comes from, as the network says; no rule looks at it
 * @param function the function code of Modbus by which it is asked for; empty where there is none,
 *     or it is not known
 * @param parts at least one
 * @param at nanoseconds since 1970-01-01T00:00:00Z
 */
public record Request(
    String from,
    String to,
    String protocol,
    Optional<String> identity,
    String peer,
    Operation operation,
    OptionalInt function,
    List<Part> parts,
    long at) {
  private static final int FUNCTION_MAX = 255;

  public Request {
    parts = List.copyOf(parts);
    if (parts.isEmpty() || parts.size() > Limits.PARTS_MAX) {
      throw new IllegalArgumentException(parts.size() + " parts, must be 1.." + Limits.PARTS_MAX);
    }
    mustBeText("from", from);
    mustBeText("to", to);
    mustBeText("protocol", protocol);
    mustBeText("peer", peer);
    identity.ifPresent(name -> mustBeText("identity", name));
    if (function.isPresent() && (function.getAsInt() < 0 || function.getAsInt() > FUNCTION_MAX)) {
      throw new IllegalArgumentException(function + " is no function code");
    }
    long values = parts.stream().mapToLong(part -> part.values().count()).sum();
    if (values > Limits.REQUEST_VALUES_MAX) {
      throw new IllegalArgumentException(values + " values, at most " + Limits.REQUEST_VALUES_MAX);
    }
    if (at < 0) {
      throw new IllegalArgumentException("time is " + at + ", must not be negative");
    }
  }

  /** One that no function code is known of. */
  public Request(
      String from,
      String to,
      String protocol,
      Optional<String> identity,
      String peer,
      Operation operation,
      List<Part> parts,
      long at) {
    this(from, to, protocol, identity, peer, operation, OptionalInt.empty(), parts, at);
  }

  private static void mustBeText(String field, String text) {
    if (!Words.isText(text, Limits.REQUEST_NAME_CHARS_MAX)) {
      throw new IllegalArgumentException(field + " is no text, of " + text.length());
    }
  }

  /** A request about one part. */
  public static Request of(
      String from,
      String to,
      String protocol,
      Optional<String> identity,
      String peer,
      Operation operation,
      Part part,
      long at) {
    return new Request(from, to, protocol, identity, peer, operation, List.of(part), at);
  }

  /** Whom a rate counts: who it is, or else where it comes from. */
  public String asker() {
    return identity.isPresent() ? identity.get() : peer;
  }

  /** What it is about, for people, as far as there is room. */
  public String objectsText(int charsMax) {
    var text = new StringBuilder();
    for (int i = 0; i < parts.size() && text.length() <= charsMax; i++) {
      text.append(i == 0 ? "" : ", ").append(parts.get(i).target().text());
    }
    return Words.shown(text.toString(), charsMax);
  }

  /** The same, asked for by a function code. */
  public Request by(OptionalInt code) {
    return new Request(from, to, protocol, identity, peer, operation, code, parts, at);
  }

  /** The same at another time. */
  public Request at(long time) {
    return new Request(from, to, protocol, identity, peer, operation, function, parts, time);
  }
}
