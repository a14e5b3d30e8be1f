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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * For each algorithm the fastest provider that passed its self-test on this machine, just now.
 *
 * <p>The order of trial is by measurement: curves fastest in native code, then in Bouncy Castle,
 * then in the JDK; lattices fastest in the JDK. A provider that is not needed is not even loaded,
 * and nothing is signed or judged before its algorithm was tested.
 */
public final class CryptoProviders implements Signatures, Signers {
  private final Map<SignatureAlgorithm, List<Candidate.Source>> order;
  private final Loader loader = new Loader();
  private final SelfTest selfTest = new SelfTest(KnownAnswers.load(), new JdkSignatures());

  private final Map<SignatureAlgorithm, Chosen> chosen = new ConcurrentHashMap<>();

  /** What serves an algorithm, and why. */
  private record Chosen(Candidate candidate, ProviderChoice choice) {}

  private CryptoProviders(Map<SignatureAlgorithm, List<Candidate.Source>> order) {
    this.order = order;
  }

  /** Loads and tests providers; takes some hundred milliseconds, once per process. */
  public static CryptoProviders choose() throws NoProviderException {
    return choose(EnumSet.allOf(SignatureAlgorithm.class));
  }

  /**
   * Loads and tests for these algorithms now, and for each other when it is first asked for: a
   * start waits for those it needs.
   */
  public static CryptoProviders choose(Set<SignatureAlgorithm> now) throws NoProviderException {
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
    return choose(order, now);
  }

  static CryptoProviders choose(Map<SignatureAlgorithm, List<Candidate.Source>> order)
      throws NoProviderException {
    return choose(order, order.keySet());
  }

  static CryptoProviders choose(
      Map<SignatureAlgorithm, List<Candidate.Source>> order, Set<SignatureAlgorithm> now)
      throws NoProviderException {
    var providers = new CryptoProviders(order);
    for (SignatureAlgorithm algorithm : now) {
      providers.test(algorithm);
    }
    return providers;
  }

  /** Tests for one algorithm, unless that was done. One thread at a time. */
  private synchronized void test(SignatureAlgorithm algorithm) throws NoProviderException {
    if (chosen.containsKey(algorithm)) {
      return;
    }
    List<ProviderChoice.PassedOver> passedOver = new ArrayList<>();
    for (Candidate.Source source : order.getOrDefault(algorithm, List.of())) {
      Candidate candidate;
      try {
        candidate = loader.load(source);
      } catch (ProviderAbsentException e) {
        passedOver.add(new ProviderChoice.PassedOver(source.name(), e.reason()));
        continue;
      }
      Optional<String> failure = selfTest.failure(algorithm, candidate);
      if (failure.isEmpty()) {
        var choice =
            new ProviderChoice(algorithm, candidate.name(), candidate.version(), passedOver);
        chosen.put(algorithm, new Chosen(candidate, choice));
        return;
      }
      passedOver.add(new ProviderChoice.PassedOver(source.name(), "self-test: " + failure.get()));
    }
    throw new NoProviderException(algorithm, passedOver);
  }

  /** One choice for each algorithm that was tested, for {@code penstock doctor}. */
  public List<ProviderChoice> report() {
    return Stream.of(SignatureAlgorithm.values())
        .map(chosen::get)
        .filter(Objects::nonNull)
        .map(Chosen::choice)
        .toList();
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
    Chosen known = chosen.get(algorithm);
    if (known == null) {
      try {
        test(algorithm);
      } catch (NoProviderException e) {
        throw new IllegalStateException(e.reason(), e);
      }
      known = Objects.requireNonNull(chosen.get(algorithm));
    }
    return known.candidate();
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
