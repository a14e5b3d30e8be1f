package dev.penstock.node.config;

import dev.penstock.access.OidcSubject;
import dev.penstock.oidc.ClientSecret;
import dev.penstock.oidc.WebAddress;
import dev.penstock.yaml.Section;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A provider outside at which people sign in, docs/people.md.
 *
 * @param issuer the provider, spelled as it spells itself
 * @param secret absent for a public client, which PKCE alone protects
 * @param name what people call it
 * @param authorities a PEM file of certificates to trust besides those of the Java runtime
 */
public record OidcSettings(
    String issuer,
    String clientId,
    Optional<ClientSecret> secret,
    String name,
    Optional<Path> authorities) {
  private static final int NAME_CHARS_MAX = 64;
  private static final String ISSUER =
      "must be the provider's https address as it names itself, without query or fragment"
          + " (http on loopback alone)";

  public OidcSettings {
    if (!isIssuer(issuer)) {
      throw new IllegalArgumentException("issuer is " + issuer + ", " + ISSUER);
    }
  }

  private static boolean isIssuer(String text) {
    return text.length() <= OidcSubject.ISSUER_MAX && WebAddress.isIssuer(text);
  }

  /** The provider, or empty when something about it is wrong; the section then says what. */
  static Optional<OidcSettings> of(Section oidc) {
    String issuer = oidc.text("issuer", ISSUER);
    String clientId = oidc.text("client-id", "what the provider calls this node");
    Optional<String> name = oidc.optionalText("name");
    Optional<ClientSecret> secret = secret(oidc);
    Optional<Path> authorities = oidc.optionalText("ca-file").map(Path::of);
    if (issuer.isEmpty() || clientId.isEmpty()) {
      return Optional.empty();
    }
    boolean isGood = true;
    if (!isIssuer(issuer)) {
      oidc.refuse("issuer", ISSUER);
      isGood = false;
    }
    if (!clientId.matches("[ -~]{1,255}")) {
      oidc.refuse("client-id", "must be 1 to 255 printable ASCII characters");
      isGood = false;
    }
    if (name.filter(text -> !text.matches("[^\\p{Cntrl}]{1," + NAME_CHARS_MAX + "}")).isPresent()) {
      oidc.refuse("name", "must have at most " + NAME_CHARS_MAX + " characters, on one line");
      isGood = false;
    }
    if (authorities.filter(file -> !Files.isReadable(file)).isPresent()) {
      oidc.refuse("ca-file", "cannot be read");
      isGood = false;
    }
    return isGood
        ? Optional.of(
            new OidcSettings(
                issuer,
                clientId,
                secret,
                name.orElseGet(() -> String.valueOf(URI.create(issuer).getHost())),
                authorities))
        : Optional.empty();
  }

  private static Optional<ClientSecret> secret(Section oidc) {
    Optional<String> file = oidc.optionalText("client-secret-file");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      String line = Files.readString(Path.of(file.get())).lines().findFirst().orElse("");
      return Optional.of(ClientSecret.of(line));
    } catch (IOException _) {
      oidc.refuse("client-secret-file", "cannot be read");
    } catch (IllegalArgumentException _) {
      // What is in the file is a secret, and so is what is wrong with it.
      oidc.refuse(
          "client-secret-file",
          "must hold 1 to 1,024 printable ASCII characters in its first line");
    }
    return Optional.empty();
  }
}
