package dev.penstock.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.penstock.signature.JcaService;
import dev.penstock.signature.JcaSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import java.security.Provider;
import java.util.EnumMap;

/**
 * The Amazon Corretto Crypto Provider: native code, so it may be missing for this machine, or fail
 * to unpack where the temporary folder forbids execution ({@code
 * com.amazon.corretto.crypto.provider.tmpdir} names another).
 */
final class CorrettoSource implements Candidate.Source {
  /** Without it the provider has no Ed25519. It is read once, when the provider's class loads. */
  private static final String ED25519_SWITCH =
      "com.amazon.corretto.crypto.provider.registerEdKeyFactory";

  @Override
  public String name() {
    return "Amazon Corretto Crypto Provider";
  }

  @Override
  public Candidate load() throws ProviderAbsentException {
    if (System.getProperty(ED25519_SWITCH) == null) {
      System.setProperty(ED25519_SWITCH, "true");
    }
    try {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      Throwable trouble = provider.getLoadingError();
      if (trouble != null) {
        throw new ProviderAbsentException("native library: " + trouble, trouble);
      }
      JcaSignatures signatures = JcaSignatures.of(services(provider));
      return new Candidate(name(), provider.getVersionStr(), signatures, signatures);
    } catch (NoClassDefFoundError e) {
      throw new ProviderAbsentException("not on the class path", e);
    } catch (LinkageError e) {
      throw new ProviderAbsentException("does not load: " + e, e);
    }
  }

  private static EnumMap<SignatureAlgorithm, JcaService> services(Provider provider) {
    var services = new EnumMap<SignatureAlgorithm, JcaService>(SignatureAlgorithm.class);
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      services.put(
          algorithm,
          switch (algorithm) {
            case ED25519 -> new JcaService(provider, "Ed25519", "Ed25519");
            case ECDSA_P256 -> new JcaService(provider, "EC", "SHA256withECDSAinP1363Format");
            case ML_DSA_44 -> new JcaService(provider, "ML-DSA-44", "ML-DSA");
            case ML_DSA_65 -> new JcaService(provider, "ML-DSA-65", "ML-DSA");
          });
    }
    return services;
  }
}
