package dev.penstock.keys;

/** What came out of opening a PKCS #11 token. */
public sealed interface TokenKeysOpening {
  /** Open and logged in; the caller closes it. */
  record Opened(TokenKeys keys) implements TokenKeysOpening {}

  /** The PIN is wrong. Every try counts: tokens lock after a few. */
  record WrongPin() implements TokenKeysOpening {}

  /** Too many wrong PINs: the token's security officer must unlock it. */
  record PinLocked() implements TokenKeysOpening {}

  /** The driver's library is not there. */
  record LibraryAbsent(TokenPlace place) implements TokenKeysOpening {}

  /** The driver is there and the slot holds no token. */
  record TokenAbsent(TokenPlace place) implements TokenKeysOpening {}

  /** The driver or the token failed in another way. */
  record Failed(TokenPlace place, String why) implements TokenKeysOpening {}

  /** One line that tells an operator what happened, and what to do. */
  static String describe(TokenKeysOpening opening) {
    return switch (opening) {
      case Opened(var keys) -> keys.name() + " is open";
      case WrongPin _ -> "the PIN is wrong; the token locks after a few wrong ones";
      case PinLocked _ -> "the PIN is locked; the token's security officer must unlock it";
      case LibraryAbsent(var place) -> "there is no driver library " + place.library();
      case TokenAbsent(var place) -> "there is no token in " + place;
      case Failed(var place, var why) -> "the token in " + place + " failed: " + why;
    };
  }
}
