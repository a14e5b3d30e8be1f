package dev.penstock.notices.send.webhook;

import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.Secret;
import dev.penstock.notices.send.TrustFiles;
import java.net.URI;
import java.time.Duration;

/**
 * A web address that takes notices.
 *
 * @param url https, or http on this machine; it may hold a key of the receiver's, so it is not
 *     shown
 * @param key for the signature, 16 bytes or more
 * @param limit for one message, from the connection to the end of the answer
 */
public record WebhookOptions(URI url, Secret key, TrustFiles trust, Duration limit) {
  public static final int KEY_BYTES_MIN = 16;
  public static final Duration LIMIT_DEFAULT = Duration.ofSeconds(20);

  public WebhookOptions {
    boolean isSecure = "https".equals(url.getScheme());
    boolean isNear = "http".equals(url.getScheme());
    if (url.getHost() == null || url.getFragment() != null || url.getUserInfo() != null) {
      throw new IllegalArgumentException("the address needs a host, no user and no fragment");
    }
    if (!isSecure && !(isNear && Endpoint.isLoopback(url.getHost()))) {
      throw new IllegalArgumentException("the address must be https, or http on this machine");
    }
    if (key.sizeBytes() < KEY_BYTES_MIN) {
      throw new IllegalArgumentException("the key has less than 16 bytes");
    }
  }

  @Override
  public String toString() {
    return "WebhookOptions[host=" + url.getHost() + "]";
  }
}
