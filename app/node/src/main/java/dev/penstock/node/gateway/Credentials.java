package dev.penstock.node.gateway;

import dev.penstock.mqtt.Login;
import dev.penstock.mqtt.TlsFiles;
import org.jspecify.annotations.Nullable;

/**
 * By what the node is let in somewhere, and by whom it knows where it is: what never stands in a
 * file that people compare and approve, but in the node's own settings, by a name.
 *
 * @param login null for none
 * @param tls null for plain TCP
 */
public record Credentials(@Nullable Login login, @Nullable TlsFiles tls) {
  /** Nothing at all. */
  public static final Credentials NONE = new Credentials(null, null);
}
