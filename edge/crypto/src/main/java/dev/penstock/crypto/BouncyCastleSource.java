package dev.penstock.crypto;

/** Bouncy Castle: Java, so it runs wherever we do, and faster than the JDK on curves. */
final class BouncyCastleSource implements Candidate.Source {
  @Override
  public String name() {
    return "Bouncy Castle";
  }

  @Override
  public Candidate load() throws ProviderAbsentException {
    try {
      // In a class of its own: where the provider is absent, even looking at that class fails.
      return BouncyCastle.load(name());
    } catch (NoClassDefFoundError e) {
      throw new ProviderAbsentException("not on the class path", e);
    } catch (LinkageError e) {
      throw new ProviderAbsentException("does not load: " + e, e);
    }
  }
}
