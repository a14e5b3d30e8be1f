package dev.penstock.notices.send.mail;

import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.Secret;
import dev.penstock.notices.send.TrustFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail server, and who gets mail by it.
 *
 * @param login only over TLS
 * @param isPlainAllowed the operator says that mail may cross the network unprotected
 * @param limit for one message, from the connection to its end
 */
public record MailOptions(
    Endpoint server,
    Security security,
    TrustFiles trust,
    Optional<Login> login,
    String from,
    List<String> to,
    boolean isPlainAllowed,
    Duration limit) {
  public static final int TO_MAX = 20;
  public static final Duration LIMIT_DEFAULT = Duration.ofSeconds(60);

  /** The dot-string form of RFC 5321 §4.1.2; nothing that could end a command is in it. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

  private static final int ADDRESS_CHARS_MAX = 254;

  /** How the connection is protected. */
  public enum Security {
    /** From its first byte, RFC 8314. */
    TLS,
    /** After a command, RFC 3207; a server that does not offer it gets no mail. */
    STARTTLS,
    /** Not at all. */
    PLAIN
  }

  /** Who sends, for a server that asks. */
  public record Login(String user, Secret password) {}

  public MailOptions {
    to = List.copyOf(to);
    if (!isAddress(from) || !to.stream().allMatch(MailOptions::isAddress)) {
      throw new IllegalArgumentException("addresses are as notices@plant7.example");
    }
    if (to.isEmpty() || to.size() > TO_MAX) {
      throw new IllegalArgumentException(to.size() + " receivers, must be 1.." + TO_MAX);
    }
    if (security == Security.PLAIN && login.isPresent()) {
      throw new IllegalArgumentException("a password is sent over TLS only");
    }
    if (security == Security.PLAIN && !server.isLoopback() && !isPlainAllowed) {
      throw new IllegalArgumentException("mail without TLS goes to this machine only");
    }
  }

  /** True for an address as it can stand in a command. */
  public static boolean isAddress(String text) {
    return text.length() <= ADDRESS_CHARS_MAX && ADDRESS.matcher(text).matches();
  }
}
