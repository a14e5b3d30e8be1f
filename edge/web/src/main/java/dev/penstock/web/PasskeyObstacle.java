package dev.penstock.web;

import dev.penstock.passkeys.HostFlaw;
import dev.penstock.passkeys.RelyingParty;
import java.util.Optional;

/**
 * Why there is no passkey for a page; they are bound to one host name.
 *
 * @param code the word for programs
 * @param text for people, in sentences
 */
record PasskeyObstacle(String code, String text) {
  /**
   * What is in the way of a page, or empty.
   *
   * @param host by which the page is open
   */
  static Optional<PasskeyObstacle> of(Front front, String host, boolean isTls) {
    if (front.passkeyHost().isEmpty()) {
      return Optional.of(new PasskeyObstacle("no-name", front.passkeyObstacle()));
    }
    String bound = front.passkeyHost().get();
    if (bound.equals(host)) {
      return Optional.empty();
    }
    String way =
        "Passkeys of this node are bound to the name " + bound + "; open the console by it.";
    Optional<HostFlaw> flaw = RelyingParty.flawOfHost(host, isTls);
    return Optional.of(
        flaw.map(what -> new PasskeyObstacle(what.wireName(), sentence(what.text()) + " " + way))
            .orElseGet(() -> new PasskeyObstacle("other-name", way)));
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }
}
