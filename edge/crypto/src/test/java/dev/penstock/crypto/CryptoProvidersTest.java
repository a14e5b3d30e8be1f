package dev.penstock.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.signature.JcaService;
import dev.penstock.signature.JcaSignatures;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.Signer;
import dev.penstock.signature.Signers;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureSpi;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CryptoProvidersTest {
  private static final JdkSignatures JDK = new JdkSignatures();

  @Test
  void everyAlgorithmHasAProviderAndTheReportSaysWhich() throws Exception {
    CryptoProviders providers = CryptoProviders.choose();
    assertThat(providers.report())
        .extracting(ProviderChoice::algorithm)
        .containsExactly(SignatureAlgorithm.values());
    assertThat(providers.report()).allSatisfy(choice -> assertThat(choice.version()).isNotEmpty());
    assertThat(providers.report())
        .filteredOn(choice -> choice.algorithm().name().startsWith("ML_DSA"))
        .allSatisfy(choice -> assertThat(choice.provider()).isEqualTo("JDK"));
  }

  @Test
  void nativeCodeServesTheCurvesWhereItLoads() throws Exception {
    boolean loads;
    try {
      loads = !new CorrettoSource().load().name().isEmpty();
    } catch (ProviderAbsentException e) {
      loads = false;
    }
    String expected = loads ? new CorrettoSource().name() : new BouncyCastleSource().name();
    assertThat(CryptoProviders.choose().report())
        .filteredOn(choice -> !choice.algorithm().name().startsWith("ML_DSA"))
        .allSatisfy(choice -> assertThat(choice.provider()).isEqualTo(expected));
  }

  @ParameterizedTest
  @EnumSource
  void theChosenProvidersSignAndCheck(SignatureAlgorithm algorithm) throws Exception {
    CryptoProviders providers = CryptoProviders.choose();
    KnownAnswers.Pair pair = KnownAnswers.load().pair(algorithm);
    byte[] message = {4, 2};
    byte[] signature = providers.signer(pair.key, pair.rawPrivate).sign(message);
    assertThat(providers.check(pair.key).accepts(message, signature)).isTrue();
    assertThat(providers.check(pair.key).accepts(new byte[] {4, 3}, signature)).isFalse();
    assertThat(JDK.check(pair.key).accepts(message, signature)).isTrue();
  }

  @Test
  void whatIsNotNeededNowIsTestedWhenItIsAskedFor() throws Exception {
    CryptoProviders providers = CryptoProviders.choose(EnumSet.of(SignatureAlgorithm.ED25519));
    assertThat(providers.report())
        .extracting(ProviderChoice::algorithm)
        .containsExactly(SignatureAlgorithm.ED25519);
    KnownAnswers.Pair pair = KnownAnswers.load().pair(SignatureAlgorithm.ECDSA_P256);
    byte[] signature = JDK.signer(pair.key, pair.rawPrivate).sign(new byte[2]);
    assertThat(providers.check(pair.key).accepts(new byte[2], signature)).isTrue();
    assertThat(providers.check(pair.key).accepts(new byte[3], signature)).isFalse();
    assertThat(providers.report())
        .extracting(ProviderChoice::algorithm)
        .containsExactly(SignatureAlgorithm.ED25519, SignatureAlgorithm.ECDSA_P256);
  }

  @Test
  void aLateTestIsAsStrictAsAnEarlyOne() throws Exception {
    Candidate saysYes = new Candidate("Yes", "1", key -> (_, _) -> true, JDK);
    KnownAnswers.Pair pair = KnownAnswers.load().pair(SignatureAlgorithm.ED25519);
    CryptoProviders second =
        CryptoProviders.choose(
            order(source(saysYes), new JdkSource()), EnumSet.noneOf(SignatureAlgorithm.class));
    assertThat(second.check(pair.key).accepts(new byte[1], new byte[64])).isFalse();
    assertThat(second.report())
        .singleElement()
        .extracting(ProviderChoice::provider)
        .isEqualTo("JDK");
    CryptoProviders none =
        CryptoProviders.choose(
            order(absent(), source(saysYes)), EnumSet.noneOf(SignatureAlgorithm.class));
    assertThatThrownBy(() -> none.check(pair.key))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no signature provider for ED25519");
  }

  static Stream<Arguments> brokenProviders() {
    return Stream.of(
        Arguments.of("accepts everything", judging(key -> (_, _) -> true)),
        Arguments.of("accepts nothing", judging(key -> (_, _) -> false)),
        Arguments.of(
            "accepts long signatures",
            judging(key ->
                (message, signature) ->
                    JDK.check(key)
                        .accepts(
                            message,
                            Arrays.copyOf(
                                signature,
                                Math.min(signature.length, key.algorithm().signatureBytes()))))),
        Arguments.of(
            "accepts two bytes",
            judging(key ->
                (message, signature) ->
                    signature.length == 2 || JDK.check(key).accepts(message, signature))),
        Arguments.of(
            "ignores the end of the message",
            judging(key ->
                (message, signature) ->
                    JDK.check(key)
                        .accepts(Arrays.copyOf(message, Math.min(message.length, 21)), signature))),
        Arguments.of(
            "throws when asked",
            judging(key ->
                (_, _) -> {
                  throw new IllegalStateException("out of order");
                })),
        Arguments.of(
            "throws for a key",
            judging(key -> {
              throw new UnsupportedOperationException("no such key");
            })),
        Arguments.of("signs zeros", signing((_, _) -> signer(message -> new byte[64]))),
        Arguments.of(
            "signs another message",
            signing((key, raw) -> signer(message -> JDK.signer(key, raw).sign(new byte[1])))),
        Arguments.of(
            "cannot sign",
            signing((_, _) -> {
              throw new SigningException("no signing here");
            })));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenProviders")
  void aBrokenProviderIsPassedOverForEveryAlgorithm(String name, Candidate broken)
      throws Exception {
    CryptoProviders providers = CryptoProviders.choose(order(source(broken), new JdkSource()));
    assertThat(providers.report())
        .hasSize(SignatureAlgorithm.values().length)
        .allSatisfy(choice -> {
          assertThat(choice.provider()).isEqualTo("JDK");
          assertThat(choice.passedOver()).hasSize(1);
          assertThat(choice.passedOver().getFirst().reason()).startsWith("self-test: ");
        });
  }

  /** Even behind our own length and range checks a provider that says yes to all is found out. */
  @Test
  void aSecurityProviderThatSaysYesIsPassedOver() throws Exception {
    var services = new EnumMap<SignatureAlgorithm, JcaService>(SignatureAlgorithm.class);
    var yes = new YesProvider();
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      services.put(
          algorithm, new JcaService(yes, JdkSignatures.service(algorithm).keyFactory(), "Yes"));
    }
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      yes.takeKeyFactory(JdkSignatures.service(algorithm));
    }
    JcaSignatures signatures = JcaSignatures.of(services);
    var candidate = new Candidate("Yes", "1", signatures, signatures);
    KnownAnswers.Pair pair = KnownAnswers.load().pair(SignatureAlgorithm.ECDSA_P256);
    byte[] ones = new byte[64];
    Arrays.fill(ones, (byte) 1);
    assertThat(candidate.check(pair.key).accepts(new byte[0], ones)).as("it does say yes").isTrue();

    CryptoProviders providers = CryptoProviders.choose(order(source(candidate), new JdkSource()));
    assertThat(providers.report())
        .allSatisfy(choice -> {
          assertThat(choice.provider()).isEqualTo("JDK");
          assertThat(choice.toString()).contains("passed over: Yes (self-test: accepted");
        });
  }

  /** RFC 8032 §5.1.7 with the cofactor is what Bouncy Castle does, and what we must not. */
  @Test
  void bouncyCastleWithoutOurCorrectionIsFoundOut() throws Exception {
    Candidate corrected = new BouncyCastleSource().load();
    var plain = (Signatures) corrected.signers();
    var selfTest = new SelfTest(KnownAnswers.load(), JDK);
    assertThat(
            selfTest.failure(
                SignatureAlgorithm.ED25519,
                new Candidate("plain", "1", plain, corrected.signers())))
        .contains("accepted a signature that others refuse");
  }

  @Test
  void anAbsentProviderIsNamedWithItsReason() throws Exception {
    CryptoProviders providers = CryptoProviders.choose(order(absent(), new JdkSource()));
    assertThat(providers.report())
        .allSatisfy(choice ->
            assertThat(choice.passedOver())
                .containsExactly(
                    new ProviderChoice.PassedOver("Absent", "not made for this machine")));
  }

  @Test
  void withoutAnyProviderNothingIsSigned() {
    Candidate broken = judging(key -> (_, _) -> true);
    assertThatThrownBy(() -> CryptoProviders.choose(order(absent(), source(broken))))
        .isInstanceOf(NoProviderException.class)
        .hasMessageContaining("ED25519")
        .hasMessageContaining("not made for this machine")
        .hasMessageContaining("self-test: accepted");
  }

  private static Candidate.Source absent() {
    return new Candidate.Source() {
      @Override
      public String name() {
        return "Absent";
      }

      @Override
      public Candidate load() throws ProviderAbsentException {
        throw new ProviderAbsentException("not made for this machine", new LinkageError());
      }
    };
  }

  private static Candidate.Source source(Candidate candidate) {
    return new Candidate.Source() {
      @Override
      public String name() {
        return candidate.name();
      }

      @Override
      public Candidate load() {
        return candidate;
      }
    };
  }

  private static Map<SignatureAlgorithm, List<Candidate.Source>> order(
      Candidate.Source... sources) {
    var order = new EnumMap<SignatureAlgorithm, List<Candidate.Source>>(SignatureAlgorithm.class);
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      order.put(algorithm, List.of(sources));
    }
    return order;
  }

  private static Candidate judging(Signatures signatures) {
    return new Candidate("Broken", "1", signatures, JDK);
  }

  private static Candidate signing(Signers signers) {
    return new Candidate("Broken", "1", JDK, signers);
  }

  private interface Signing {
    byte[] sign(byte[] message) throws SigningException;
  }

  private static Signer signer(Signing signing) {
    return new Signer() {
      @Override
      public VerificationKey key() {
        throw new UnsupportedOperationException();
      }

      @Override
      public byte[] sign(byte[] message) throws SigningException {
        return signing.sign(message);
      }
    };
  }

  /** A security provider whose signature object accepts all it is shown. */
  static final class YesProvider extends Provider {
    private static final long serialVersionUID = 1L;

    YesProvider() {
      super("Yes", "1", "says yes");
      putService(
          new Service(this, "Signature", "Yes", YesSpi.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) {
              return new YesSpi();
            }
          });
    }

    void takeKeyFactory(JcaService from) {
      Provider.Service real = from.provider().getService("KeyFactory", from.keyFactory());
      putService(
          new Service(
              this, "KeyFactory", from.keyFactory(), real.getClassName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter)
                throws java.security.NoSuchAlgorithmException {
              return real.newInstance(parameter);
            }
          });
    }
  }

  static final class YesSpi extends SignatureSpi {
    @Override
    protected void engineInitVerify(PublicKey publicKey) {}

    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
      throw new InvalidKeyException("signs nothing");
    }

    @Override
    protected void engineUpdate(byte b) {}

    @Override
    protected void engineUpdate(byte[] b, int off, int len) {}

    @Override
    protected byte[] engineSign() {
      return new byte[0];
    }

    @Override
    protected boolean engineVerify(byte[] sigBytes) {
      return true;
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String param, Object value) {}

    @Override
    @Deprecated
    protected Object engineGetParameter(String param) {
      throw new UnsupportedOperationException(param);
    }
  }
}
