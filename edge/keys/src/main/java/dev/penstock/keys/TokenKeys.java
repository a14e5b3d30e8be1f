package dev.penstock.keys;

import dev.penstock.signature.JcaService;
import dev.penstock.signature.JcaSignatures;
import dev.penstock.signature.KeyEncoding;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;

/**
 * Keys on a PKCS #11 token, through the JDK's SunPKCS11. The private half is made on the token and
 * never leaves it. Only P-256: SunPKCS11 of JDK 25 knows neither Ed25519 nor ML-DSA.
 *
 * <p>A key's use stands in its label, {@code penstock <use> <number>}; other keys on the token are
 * never touched. When a token is pulled, signing fails with {@code SigningException} until the home
 * is closed and opened again.
 *
 * <p>Req: 62443-4-2 CR 1.9, CR 1.14.
 */
public final class TokenKeys implements KeyHome {
  private static final Pattern LABEL = Pattern.compile("penstock ([a-z-]+) ([0-9]{6})");
  private static final int NUMBER_MAX = 999_999;

  private record Entry(String label, int number, KeyInfo info) {}

  private final TokenPlace place;
  private final Provider provider;
  private final KeyStore store;
  private final Signatures checks;

  /** Guarded by this. */
  private boolean closed;

  private TokenKeys(TokenPlace place, Provider provider, KeyStore store, Signatures checks) {
    this.place = place;
    this.provider = provider;
    this.store = store;
    this.checks = checks;
  }

  /**
   * Opens a token and logs in.
   *
   * @param pin the user's PIN; the caller may wipe the array afterwards
   * @param checks what a new signer's first signature is checked with
   */
  public static TokenKeysOpening open(TokenPlace place, char[] pin, Signatures checks) {
    if (!Files.isReadable(place.library())) {
      return new TokenKeysOpening.LibraryAbsent(place);
    }
    try {
      Provider sun = Security.getProvider("SunPKCS11");
      if (sun == null) {
        return new TokenKeysOpening.Failed(place, "this Java has no SunPKCS11");
      }
      Provider provider = sun.configure(configuration(place));
      if (provider.getService("KeyStore", "PKCS11") == null) {
        return new TokenKeysOpening.TokenAbsent(place);
      }
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      return new TokenKeysOpening.Opened(new TokenKeys(place, provider, store, checks));
    } catch (ProviderException
        | InvalidParameterException
        | IOException
        | GeneralSecurityException e) {
      return refusal(place, e);
    }
  }

  /** SunPKCS11 says what happened only in the text of some cause: the constant of PKCS #11. */
  private static TokenKeysOpening refusal(TokenPlace place, Exception e) {
    String constant = "";
    boolean loginFailed = false;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.startsWith("CKR_")) {
        constant = message;
      }
      loginFailed |= cause instanceof FailedLoginException;
    }
    return switch (constant) {
      case "CKR_PIN_LOCKED" -> new TokenKeysOpening.PinLocked();
      case "CKR_PIN_INCORRECT", "CKR_PIN_LEN_RANGE", "CKR_PIN_INVALID" ->
          new TokenKeysOpening.WrongPin();
      case "CKR_SLOT_ID_INVALID", "CKR_TOKEN_NOT_PRESENT", "CKR_TOKEN_NOT_RECOGNIZED" ->
          new TokenKeysOpening.TokenAbsent(place);
      default ->
          loginFailed
              ? new TokenKeysOpening.WrongPin()
              : new TokenKeysOpening.Failed(place, constant.isEmpty() ? e.toString() : constant);
    };
  }

  /** Made for signing only, never to be read, not even wrapped. */
  private static String configuration(TokenPlace place) {
    return """
    --name = penstock
    library = %s
    slot = %d
    attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
      CKA_PRIVATE = true
      CKA_SENSITIVE = true
      CKA_EXTRACTABLE = false
      CKA_SIGN = true
      CKA_DERIVE = false
    }
    """
        .formatted(place.library(), place.slot());
  }

  @Override
  public String name() {
    return "PKCS #11 token in " + place;
  }

  @Override
  public Set<SignatureAlgorithm> algorithms() {
    return EnumSet.of(SignatureAlgorithm.ECDSA_P256);
  }

  @Override
  public synchronized List<KeyInfo> list() throws KeyHomeException {
    return entries().stream().map(Entry::info).toList();
  }

  @Override
  public synchronized KeyInfo generate(KeyUse use, SignatureAlgorithm algorithm)
      throws KeyHomeException {
    if (!algorithms().contains(algorithm)) {
      throw new KeyHomeException(
          KeyHomeException.Reason.NOT_SUPPORTED,
          name() + " makes ECDSA_P256 keys only, not " + algorithm);
    }
    List<Entry> there = entries();
    int number = there.isEmpty() ? 1 : there.getLast().number() + 1;
    if (number > NUMBER_MAX) {
      throw new KeyHomeException(KeyHomeException.Reason.FULL, name() + " has no label left");
    }
    String label = "penstock %s %06d".formatted(use.label(), number);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      // Until it is stored the key lives in the session: a crash here leaves nothing behind.
      KeyPair pair = generator.generateKeyPair();
      X509Certificate carrier = CarrierCertificate.of(pair, label, provider);
      store.setKeyEntry(label, pair.getPrivate(), null, new Certificate[] {carrier});
      return new KeyInfo(use, key(carrier));
    } catch (GeneralSecurityException | ProviderException e) {
      throw failed("made no key", e);
    }
  }

  @Override
  public synchronized Signer signer(String id, KeyUse use) throws KeyHomeException {
    Entry entry = entry(id);
    if (entry.info().use() != use) {
      throw new KeyHomeException(
          KeyHomeException.Reason.OTHER_USE,
          entry.info() + " cannot be used as a " + use.label() + " key");
    }
    try {
      if (!(store.getKey(entry.label(), null) instanceof PrivateKey privateKey)) {
        throw new KeyHomeException(
            KeyHomeException.Reason.FAILED, name() + " has no private half of " + entry.info());
      }
      var service = new JcaService(provider, "EC", "SHA256withECDSAinP1363Format");
      return JcaSignatures.signer(service, entry.info().key(), privateKey, checks);
    } catch (GeneralSecurityException
        | ProviderException
        | SigningException
        | IllegalArgumentException e) {
      // The last: a certificate that somebody put beside another key.
      throw failed("gave no signer of the " + entry.info(), e);
    }
  }

  @Override
  public synchronized void destroy(String id) throws KeyHomeException {
    Entry entry = entry(id);
    try {
      store.deleteEntry(entry.label());
    } catch (KeyStoreException | ProviderException e) {
      throw failed("did not destroy the " + entry.info(), e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      ((AuthProvider) provider).logout();
    } catch (LoginException | ProviderException _) {
      // A token that was pulled has logged us out already.
    }
  }

  @Override
  public String toString() {
    return name();
  }

  private Entry entry(String id) throws KeyHomeException {
    return entries().stream()
        .filter(entry -> entry.info().id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new KeyHomeException(
                KeyHomeException.Reason.NO_SUCH_KEY, "no key " + id + " on " + name()));
  }

  /** In the order in which they were made. */
  private List<Entry> entries() throws KeyHomeException {
    if (closed) {
      throw new KeyHomeException(KeyHomeException.Reason.CLOSED, name() + " was closed");
    }
    List<Entry> entries = new ArrayList<>();
    try {
      for (String label : Collections.list(store.aliases())) {
        Matcher parts = LABEL.matcher(label);
        if (parts.matches()
            && store.isKeyEntry(label)
            && store.getCertificate(label) instanceof X509Certificate carrier) {
          Optional<KeyUse> use = use(parts.group(1));
          if (use.isPresent()) {
            entries.add(
                new Entry(
                    label, Integer.parseInt(parts.group(2)), new KeyInfo(use.get(), key(carrier))));
          }
        }
      }
    } catch (GeneralSecurityException | ProviderException e) {
      throw failed("did not list its keys", e);
    }
    entries.sort(Comparator.comparingInt(Entry::number));
    return entries;
  }

  private static VerificationKey key(X509Certificate carrier) throws GeneralSecurityException {
    return KeyEncoding.publicKey(SignatureAlgorithm.ECDSA_P256, carrier.getPublicKey().getEncoded())
        .orElseThrow(() -> new GeneralSecurityException("a key on the token is not of P-256"));
  }

  private static Optional<KeyUse> use(String label) {
    for (KeyUse use : KeyUse.values()) {
      if (use.label().equals(label)) {
        return Optional.of(use);
      }
    }
    return Optional.empty();
  }

  private KeyHomeException failed(String what, Exception e) {
    return new KeyHomeException(KeyHomeException.Reason.FAILED, name() + " " + what, e);
  }
}
