package dev.penstock.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Policy;
import dev.penstock.conduit.compiled.Compilation;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.form.PolicyReader;
import dev.penstock.conduit.form.PolicyWriter;
import dev.penstock.conduit.form.Reading;
import dev.penstock.plant.tree.Tree;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The policy that docs/conduit.md shows is one, and is written as it is read. */
class PolicyExampleTest {
  private static final int CHARS_MAX = 1 << 20;

  private static Policy read(String text) {
    Tree tree =
        switch (YamlReader.parse(text, CHARS_MAX)) {
          case YamlReader.Parsed.Root(var root) -> root;
          case YamlReader.Parsed.Unreadable(_, var why) -> throw new AssertionError(why);
        };
    return switch (PolicyReader.read(tree)) {
      case Reading.Sound(var policy, _) -> policy;
      case Reading.Unsound(var findings, _) -> throw new AssertionError(findings.getFirst().text());
      case Reading.NoPolicy(_, var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void thePolicyOfTheGuideIsReadWrittenAndReady() throws IOException {
    String page = Files.readString(Vectors.root().resolve("docs/conduit.md"));
    int start = page.indexOf("```yaml\n") + "```yaml\n".length();
    Policy policy = read(page.substring(start, page.indexOf("```", start)));
    assertThat(policy.channels())
        .extracting(channel -> channel.rules().size())
        .containsExactly(3, 1);
    assertThat(read(YamlWriter.write(PolicyWriter.write(policy)))).isEqualTo(policy);
    assertThat(CompiledPolicy.compile(policy)).isInstanceOf(Compilation.Ready.class);
  }
}
