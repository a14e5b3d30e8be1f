package dev.penstock.objects;

import java.util.Optional;

/**
 * Who asks an object store. Never shown: {@code toString} says only that there are keys.
 *
 * @param session the token of keys that were lent for a while
 */
public record StoreKeys(String id, String secret, Optional<String> session) {
  public StoreKeys {
    if (!isPlain(id) || !isPlain(secret) || !session.map(StoreKeys::isPlain).orElse(true)) {
      // Never with the value: this text goes to a screen or a log.
      throw new IllegalArgumentException(
          "the store's access key, secret and session token must be visible ASCII characters"
              + " without blanks; look for a line end that came with one of them");
    }
  }

  private static boolean isPlain(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c < 127);
  }

  @Override
  public String toString() {
    return "StoreKeys[hidden]";
  }
}
