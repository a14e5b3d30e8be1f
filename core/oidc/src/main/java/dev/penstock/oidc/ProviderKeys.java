package dev.penstock.oidc;

import dev.penstock.json.Json;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SignatureCheck;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that a provider signs with (RFC 7517 §5). Keys that this client has no use for are
 * passed over, as the standard asks: of other kinds, for encryption, too weak, or not one at all.
 */
public final class ProviderKeys {
  /** Providers publish a handful; each is looked at for each token. */
  private static final int KEYS_MAX = 100;

  private static final int P256_COORDINATE_BYTES = 32;

  private final List<Key> keys;

  private record Key(
      Optional<String> id, JwsAlgorithm algorithm, Optional<String> named, SignatureCheck check) {
    boolean isFor(JwsAlgorithm wanted) {
      // A key that names its algorithm is used with no other (RFC 7517 §4.4).
      return algorithm == wanted
          && (named.isEmpty() || JwsAlgorithm.of(named.get()).equals(Optional.of(wanted)));
    }
  }

  private ProviderKeys(List<Key> keys) {
    this.keys = keys;
  }

  public static OidcOutcome<ProviderKeys> read(byte[] document, Signatures signatures) {
    return Documents.read(document, OidcReason.KEYS_MALFORMED)
        .flatMap(found -> of(found, signatures));
  }

  private static OidcOutcome<ProviderKeys> of(Json.Object found, Signatures signatures) {
    if (!(found.get("keys").orElse(Json.nothing()) instanceof Json.Array(var items))) {
      return OidcOutcome.refused(OidcReason.KEYS_MALFORMED, "no list of keys");
    }
    if (items.size() > KEYS_MAX) {
      return OidcOutcome.refused(OidcReason.KEYS_MALFORMED, "more than " + KEYS_MAX + " keys");
    }
    var keys = new ArrayList<Key>();
    for (Json item : items) {
      if (item instanceof Json.Object key) {
        key(key, signatures).ifPresent(keys::add);
      }
    }
    return new OidcOutcome.Good<>(new ProviderKeys(List.copyOf(keys)));
  }

  private static Optional<Key> key(Json.Object key, Signatures signatures) {
    boolean isForSignatures =
        key.get("use").isEmpty() || key.text("use").equals(Optional.of("sig"));
    boolean isForChecks =
        key.get("key_ops").isEmpty()
            || Documents.texts(key, "key_ops").filter(ops -> ops.contains("verify")).isPresent();
    if (!isForSignatures || !isForChecks) {
      return Optional.empty();
    }
    return switch (key.text("kty").orElse("")) {
      case "RSA" -> rsa(key).map(check -> of(key, JwsAlgorithm.RS256, check));
      case "EC" -> p256(key).map(raw -> of(key, JwsAlgorithm.ES256, signatures.check(raw)));
      case "OKP" -> ed25519(key).map(raw -> of(key, JwsAlgorithm.EDDSA, signatures.check(raw)));
      default -> Optional.empty();
    };
  }

  private static Key of(Json.Object key, JwsAlgorithm algorithm, SignatureCheck check) {
    return new Key(key.text("kid"), algorithm, key.text("alg"), check);
  }

  /** RFC 7518 §6.3.1. */
  private static Optional<SignatureCheck> rsa(Json.Object key) {
    Optional<BigInteger> modulus = number(key, "n");
    Optional<BigInteger> exponent = number(key, "e");
    return modulus.isEmpty() || exponent.isEmpty()
        ? Optional.empty()
        : RsaCheck.of(modulus.get(), exponent.get());
  }

  private static Optional<BigInteger> number(Json.Object key, String name) {
    return key.text(name)
        .filter(text -> text.length() <= RsaCheck.BITS_MAX / 4)
        .flatMap(Base64Url::decode)
        .map(bytes -> new BigInteger(1, bytes));
  }

  /** RFC 7518 §6.2.1: both coordinates at full length. */
  private static Optional<VerificationKey> p256(Json.Object key) {
    Optional<byte[]> x = key.text("x").flatMap(Base64Url::decode);
    Optional<byte[]> y = key.text("y").flatMap(Base64Url::decode);
    if (!key.text("crv").equals(Optional.of("P-256"))
        || x.isEmpty()
        || y.isEmpty()
        || x.get().length != P256_COORDINATE_BYTES
        || y.get().length != P256_COORDINATE_BYTES) {
      return Optional.empty();
    }
    byte[] raw = new byte[1 + 2 * P256_COORDINATE_BYTES];
    raw[0] = 4;
    System.arraycopy(x.get(), 0, raw, 1, P256_COORDINATE_BYTES);
    System.arraycopy(y.get(), 0, raw, 1 + P256_COORDINATE_BYTES, P256_COORDINATE_BYTES);
    return Optional.of(VerificationKey.of(SignatureAlgorithm.ECDSA_P256, raw));
  }

  /** RFC 8037 §2. */
  private static Optional<VerificationKey> ed25519(Json.Object key) {
    return key.text("x")
        .filter(_ -> key.text("crv").equals(Optional.of("Ed25519")))
        .flatMap(Base64Url::decode)
        .filter(raw -> VerificationKey.hasForm(SignatureAlgorithm.ED25519, raw))
        .map(raw -> VerificationKey.of(SignatureAlgorithm.ED25519, raw));
  }

  /** How many keys can be used. */
  public int count() {
    return keys.size();
  }

  /**
   * The one key for a token: by its id, or without an id the only one of its kind (OpenID Connect
   * Core §10.1).
   */
  OidcOutcome<SignatureCheck> keyFor(JwsAlgorithm algorithm, Optional<String> id) {
    List<Key> found =
        keys.stream()
            .filter(key -> key.isFor(algorithm))
            .filter(key -> id.isEmpty() || key.id().equals(id))
            .toList();
    return switch (found.size()) {
      case 0 -> OidcOutcome.refused(OidcReason.KEY_UNKNOWN, id.map(Documents::shown).orElse(""));
      case 1 -> new OidcOutcome.Good<>(found.getFirst().check());
      default -> OidcOutcome.refused(OidcReason.KEY_AMBIGUOUS, found.size() + " keys");
    };
  }
}
