package dev.penstock.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.penstock.signature.JcaService;
import dev.penstock.signature.JcaSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import java.security.Provider;
import java.util.EnumMap;

/** The one class that knows the Corretto provider's own; used by {@link CorrettoSource} only. */
final class Corretto {
  private Corretto() {}

  static Candidate load(String name) throws ProviderAbsentException {
    AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
    Throwable trouble = provider.getLoadingError();
    if (trouble != null) {
      throw new ProviderAbsentException("native library: " + trouble, trouble);
    }
    JcaSignatures signatures = JcaSignatures.of(services(provider));
    return new Candidate(name, provider.getVersionStr(), signatures, signatures);
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
