package dev.penstock.crypto;

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
      // In a class of its own: where the provider is absent, even looking at that class fails.
      return Corretto.load(name());
    } catch (NoClassDefFoundError e) {
      throw new ProviderAbsentException("not on the class path", e);
    } catch (LinkageError e) {
      throw new ProviderAbsentException("does not load: " + e, e);
    }
  }
}
