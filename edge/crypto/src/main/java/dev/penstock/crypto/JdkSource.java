package dev.penstock.crypto;

import dev.penstock.signature.JdkSignatures;

/** The JDK's own providers: always there. */
final class JdkSource implements Candidate.Source {
  @Override
  public String name() {
    return "JDK";
  }

  @Override
  public Candidate load() {
    var jdk = new JdkSignatures();
    return new Candidate(name(), Runtime.version().toString(), jdk, jdk);
  }
}
