package dev.penstock.crypto;

import dev.penstock.signature.JcaService;
import dev.penstock.signature.JcaSignatures;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SignatureCheck;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.Signer;
import dev.penstock.signature.Signers;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * For each algorithm the fastest provider that passed its self-test on this machine, just now.
 *
 * <p>The order of trial is by measurement: curves fastest in native code, then in Bouncy Castle,
 * then in the JDK; lattices fastest in the JDK. A provider that is not needed is not even loaded.
 */
public final class CryptoProviders implements Signatures, Signers {
  private final Map<SignatureAlgorithm, Candidate> chosen;
  private final List<ProviderChoice> report;

  private CryptoProviders(Map<SignatureAlgorithm, Candidate> chosen, List<ProviderChoice> report) {
    this.chosen = chosen;
    this.report = List.copyOf(report);
  }

  /** Loads and tests providers; takes some hundred milliseconds, once per process. */
  public static CryptoProviders choose() throws NoProviderException {
    Candidate.Source jdk = new JdkSource();
    Candidate.Source corretto = new CorrettoSource();
    Candidate.Source bouncyCastle = new BouncyCastleSource();
    var order = new EnumMap<SignatureAlgorithm, List<Candidate.Source>>(SignatureAlgorithm.class);
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      order.put(
          algorithm,
          switch (algorithm) {
            case ED25519, ECDSA_P256 -> List.of(corretto, bouncyCastle, jdk);
            case ML_DSA_44, ML_DSA_65 -> List.of(jdk, bouncyCastle, corretto);
          });
    }
    return choose(order);
  }

  static CryptoProviders choose(Map<SignatureAlgorithm, List<Candidate.Source>> order)
      throws NoProviderException {
    var loader = new Loader();
    var selfTest = new SelfTest(KnownAnswers.load(), new JdkSignatures());
    var chosen = new EnumMap<SignatureAlgorithm, Candidate>(SignatureAlgorithm.class);
    List<ProviderChoice> report = new ArrayList<>();
    for (var entry : order.entrySet()) {
      SignatureAlgorithm algorithm = entry.getKey();
      List<ProviderChoice.PassedOver> passedOver = new ArrayList<>();
      for (Candidate.Source source : entry.getValue()) {
        Candidate candidate;
        try {
          candidate = loader.load(source);
        } catch (ProviderAbsentException e) {
          passedOver.add(new ProviderChoice.PassedOver(source.name(), e.reason()));
          continue;
        }
        Optional<String> failure = selfTest.failure(algorithm, candidate);
        if (failure.isEmpty()) {
          chosen.put(algorithm, candidate);
          report.add(
              new ProviderChoice(algorithm, candidate.name(), candidate.version(), passedOver));
          break;
        }
        passedOver.add(new ProviderChoice.PassedOver(source.name(), "self-test: " + failure.get()));
      }
      if (!chosen.containsKey(algorithm)) {
        throw new NoProviderException(algorithm, passedOver);
      }
    }
    return new CryptoProviders(chosen, report);
  }

  /** One choice per algorithm, for {@code penstock doctor}. */
  public List<ProviderChoice> report() {
    return report;
  }

  /**
   * Where the chosen provider keeps an algorithm, without the checks that stand in front of it
   * here: what a bench divides by.
   */
  public JcaService service(SignatureAlgorithm algorithm) {
    return chosen(algorithm).signers() instanceof JcaSignatures signatures
        ? signatures.service(algorithm)
        : JdkSignatures.service(algorithm);
  }

  @Override
  public SignatureCheck check(VerificationKey key) {
    return chosen(key.algorithm()).check(key);
  }

  @Override
  public Signer signer(VerificationKey key, byte[] rawPrivate) throws SigningException {
    return chosen(key.algorithm()).signer(key, rawPrivate);
  }

  private Candidate chosen(SignatureAlgorithm algorithm) {
    Candidate candidate = chosen.get(algorithm);
    if (candidate == null) {
      throw new IllegalStateException("no provider was chosen for " + algorithm);
    }
    return candidate;
  }

  /** Loads each source once, however many algorithms ask for it. */
  private static final class Loader {
    private final Map<Candidate.Source, Candidate> loaded = new HashMap<>();
    private final Map<Candidate.Source, ProviderAbsentException> absent = new HashMap<>();

    Candidate load(Candidate.Source source) throws ProviderAbsentException {
      ProviderAbsentException known = absent.get(source);
      if (known != null) {
        throw known;
      }
      Candidate candidate = loaded.get(source);
      if (candidate == null) {
        try {
          candidate = source.load();
        } catch (ProviderAbsentException e) {
          absent.put(source, e);
          throw e;
        }
        loaded.put(source, candidate);
      }
      return candidate;
    }
  }
}
