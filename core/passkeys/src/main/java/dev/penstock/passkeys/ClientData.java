package dev.penstock.passkeys;

import dev.penstock.json.Json;
import dev.penstock.json.JsonLimits;
import dev.penstock.json.JsonReader;
import dev.penstock.json.JsonReading;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the browser says of itself (WebAuthn §5.8.1): in which ceremony, with which challenge, at
 * which page it asked the authenticator.
 */
final class ClientData {
  /** The type of a registration. */
  static final String CREATE = "webauthn.create";

  /** The type of an authentication. */
  static final String GET = "webauthn.get";

  /** A challenge, two origins, and what later levels may add; browsers write some 150 bytes. */
  private static final JsonLimits LIMITS = new JsonLimits(4096, 8, 200);

  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** An origin that may be shown to an operator. */
  private static final Pattern SHOWN = Pattern.compile("[a-z]{1,20}://[a-z0-9.:_\\[\\]-]{1,100}");

  private final Json.Object members;

  private ClientData(Json.Object members) {
    this.members = members;
  }

  /** The first fault of client data in its form or in what it says, by the steps of a ceremony. */
  static Optional<Refused> fault(
      byte[] bytes, String type, Challenge challenge, RelyingParty party) {
    return fault(
        bytes, type, challenge, party.origins()::contains, "is none of " + party.origins());
  }

  /**
   * The same for who knows the domain of a relying party and not its pages: any page there will do.
   */
  static Optional<Refused> fault(byte[] bytes, String type, Challenge challenge, String id) {
    return fault(
        bytes,
        type,
        challenge,
        origin -> RelyingParty.isOriginOf(id, origin),
        "is not https at " + id + " or below it");
  }

  private static Optional<Refused> fault(
      byte[] bytes, String type, Challenge challenge, Predicate<String> origins, String otherwise) {
    // §7.1 step 5, §7.2 step 8: a byte order mark in front is not part of the text. Bytes that are
    // no UTF-8 would be replaced there; here they are refused, since no browser writes them.
    byte[] text = startsWithMark(bytes) ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    // §7.1 step 6, §7.2 step 9. A name that stands twice is refused by the reader.
    return switch (JsonReader.read(text, LIMITS)) {
      case JsonReading.Refused(var offset, var why) ->
          refused(Step.CLIENT_DATA, "client data at byte " + offset + ": " + why);
      case JsonReading.Value(Json.Object members) ->
          new ClientData(members).fault(type, challenge, origins, otherwise);
      case JsonReading.Value _ -> refused(Step.CLIENT_DATA, "client data is no object");
    };
  }

  private Optional<Refused> fault(
      String type, Challenge challenge, Predicate<String> origins, String otherwise) {
    // §7.1 step 7, §7.2 step 10.
    if (!members.text("type").equals(Optional.of(type))) {
      return refused(Step.TYPE, "the type is not " + type);
    }
    // §7.1 step 8, §7.2 step 11.
    if (!challenge.isWrittenAs(members.text("challenge").orElse(""))) {
      return refused(Step.CHALLENGE, "the challenge is not the one that was given out");
    }
    // §7.1 step 9, §7.2 step 12, by §13.4.9: one of a list, character by character.
    String origin = members.text("origin").orElse("");
    if (!origins.test(origin)) {
      String shown = SHOWN.matcher(origin).matches() ? origin : "of the page";
      return refused(Step.ORIGIN, "the origin " + shown + " " + otherwise);
    }
    // §7.1 step 10, §7.2 step 13: nobody embeds our pages.
    Optional<Json> crossOrigin = members.get("crossOrigin");
    if (crossOrigin.isPresent() && !crossOrigin.get().equals(Json.of(false))) {
      return refused(Step.CROSS_ORIGIN, "asked for in a page within a page of another origin");
    }
    // §7.1 step 11, §7.2 step 14: the same.
    if (members.get("topOrigin").isPresent()) {
      return refused(Step.TOP_ORIGIN, "asked for in a page within a page of another origin");
    }
    return Optional.empty();
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3 && Arrays.equals(bytes, 0, 3, MARK, 0, 3);
  }

  private static Optional<Refused> refused(Step step, String reason) {
    return Optional.of(new Refused(step, reason));
  }
}
