package dev.penstock.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The signature cases of C2SP Wycheproof, as they lie in {@code shared/vectors/wycheproof}. Each
 * case is raw bytes and one expected answer.
 */
public final class Wycheproof {
  /**
   * One case, its bytes in hexadecimal.
   *
   * @param publicKey raw: Ed25519 point, uncompressed P-256 point, FIPS 204 key; of any length
   * @param context empty where the algorithm has none
   */
  public record Case(
      String name,
      List<String> flags,
      String publicKey,
      String context,
      String message,
      String signature,
      boolean valid) {}

  private Wycheproof() {}

  /** All cases of one file, or the calling test is skipped because the file is not there. */
  public static List<Case> signatures(String file) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(Vectors.folder("wycheproof").resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Case> cases = new ArrayList<>();
    for (JsonNode group : root.path("testGroups")) {
      String key = publicKey(group.path("publicKey"));
      for (JsonNode test : group.path("tests")) {
        cases.add(decode(file, key, test));
      }
    }
    if (cases.size() != root.path("numberOfTests").asInt()) {
      throw new IllegalStateException(file + " holds " + cases.size() + " cases, says otherwise");
    }
    return List.copyOf(cases);
  }

  private static Case decode(String file, String key, JsonNode test) {
    List<String> flags = new ArrayList<>();
    test.path("flags").forEach(flag -> flags.add(flag.asText()));
    String result = test.path("result").asText();
    if (!result.equals("valid") && !result.equals("invalid")) {
      throw new IllegalStateException(file + " has a case with result " + result);
    }
    return new Case(
        file + " #" + test.path("tcId").asText() + " " + test.path("comment").asText(),
        List.copyOf(flags),
        key,
        test.path("ctx").asText(),
        test.path("msg").asText(),
        test.path("sig").asText(),
        result.equals("valid"));
  }

  private static String publicKey(JsonNode key) {
    if (key.isTextual()) {
      return key.asText();
    }
    return key.path(key.has("uncompressed") ? "uncompressed" : "pk").asText();
  }
}
