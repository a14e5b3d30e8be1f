package dev.penstock.merkle.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.TreeHasher;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked examples of docs/formats/log.md are those of the vectors. */
class LogPageTest {
  private static final Pattern HASH = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");

  private static String page() throws IOException {
    return Files.readString(Vectors.root().resolve("docs/formats/log.md"));
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in = LogPageTest.class.getResourceAsStream("/vectors/" + name)) {
      return in.readAllBytes();
    }
  }

  private static String text(String name) throws IOException {
    return new String(file(name), StandardCharsets.UTF_8);
  }

  @Test
  void everyHashOnThePageIsOneOfTheVectors() throws IOException {
    var known = new StringBuilder(text("tree.json"));
    var hasher = new TreeHasher();
    for (int i = 0; i < 10; i++) {
      known.append(hasher.leaf(LogVectors.entry(i))).append('\n');
    }
    List<String> hashes = HASH.matcher(page()).results().map(MatchResult::group).toList();
    assertThat(hashes).hasSizeGreaterThan(7);
    hashes.forEach(hash -> assertThat(known.toString()).contains(hash));
  }

  @Test
  void theCheckpointTheKeyAndTheReceiptOnThePageAreThoseOfTheVectors() throws IOException {
    String head = text("log/checkpoint").split("\n\n", 2)[0];
    assertThat(page()).contains(head + "\n```");
    assertThat(page()).contains("\n" + text("vkeys.txt").lines().findFirst().orElseThrow() + "\n");
    String receipt = HexFormat.of().formatHex(file("entry-7.receipt.cbor"));
    assertThat(page()).contains("`" + receipt.substring(0, 16) + " " + receipt.substring(16, 20));
  }
}
