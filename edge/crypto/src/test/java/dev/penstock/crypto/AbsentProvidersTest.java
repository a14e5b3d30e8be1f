package dev.penstock.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.signature.SignatureAlgorithm;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens where a provider's jar is not on the class path at all. */
class AbsentProvidersTest {
  @Test
  void withoutCorrettoTheCurvesAreBouncyCastles() throws Exception {
    List<String> report = reportWithout("AmazonCorretto");
    assertThat(report).hasSize(SignatureAlgorithm.values().length);
    assertThat(report.subList(0, 2))
        .allMatch(line -> line.contains(": Bouncy Castle "))
        .allMatch(line -> line.contains("Amazon Corretto Crypto Provider (not on the class path)"));
  }

  @Test
  void withoutBothTheJdkDoesItAll() throws Exception {
    List<String> report = reportWithout("AmazonCorretto", "bcprov");
    assertThat(report)
        .hasSize(SignatureAlgorithm.values().length)
        .allMatch(line -> line.contains(": JDK "));
    assertThat(report.getFirst()).contains("Bouncy Castle (not on the class path)");
  }

  /** The report of a class loader of its own, which sees all jars but these. */
  private static List<String> reportWithout(String... jars) throws Exception {
    List<URL> seen = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (List.of(jars).stream().noneMatch(entry::contains)) {
        seen.add(new File(entry).toURI().toURL());
      }
    }
    try (var loader =
        new URLClassLoader(seen.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> providers = loader.loadClass(CryptoProviders.class.getName());
      Object chosen = providers.getMethod("choose").invoke(null);
      List<?> report = (List<?>) providers.getMethod("report").invoke(chosen);
      return report.stream().map(Object::toString).toList();
    }
  }
}
