package dev.penstock.objects;

import java.util.Optional;

/**
 * Who asks an object store. Never shown: {@code toString} says only that there are keys.
 *
 * @param session the token of keys that were lent for a while
 */
public record StoreKeys(String id, String secret, Optional<String> session) {
  public StoreKeys {
    if (id.isEmpty() || secret.isEmpty()) {
      throw new IllegalArgumentException("an access key and its secret must not be empty");
    }
  }

  @Override
  public String toString() {
    return "StoreKeys[hidden]";
  }
}
