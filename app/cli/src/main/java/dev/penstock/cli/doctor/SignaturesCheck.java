package dev.penstock.cli.doctor;

import dev.penstock.crypto.NoProviderException;
import dev.penstock.crypto.ProviderChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which provider signs and checks for each algorithm here, and which faster one cannot. */
public record SignaturesCheck(Providers providers) implements Check {
  /** Chooses providers on this machine. */
  public interface Providers {
    List<ProviderChoice> choose() throws NoProviderException;
  }

  @Override
  public String name() {
    return "signatures";
  }

  @Override
  public Finding look(Path data) {
    List<ProviderChoice> choices;
    try {
      choices = providers.choose();
    } catch (NoProviderException e) {
      return new Finding.Bad(
          "the self-test of every provider failed", "reinstall Java and Penstock: " + e.reason());
    }
    Map<String, List<String>> algorithms = new LinkedHashMap<>();
    Set<String> passedOver = new LinkedHashSet<>();
    for (ProviderChoice choice : choices) {
      algorithms
          .computeIfAbsent(choice.provider() + " " + choice.version(), _ -> new ArrayList<>())
          .add(choice.algorithm().name());
      choice.passedOver().forEach(provider -> passedOver.add(provider.toString()));
    }
    List<String> parts = new ArrayList<>();
    algorithms.forEach(
        (provider, served) -> parts.add(String.join(", ", served) + " by " + provider));
    String seen = String.join("; ", parts) + "; self-tests passed";
    return passedOver.isEmpty()
        ? new Finding.Good(seen)
        : new Finding.Notice(
            seen, "slower than it could be, without " + String.join(", ", passedOver));
  }
}
