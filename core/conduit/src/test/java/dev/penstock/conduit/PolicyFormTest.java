package dev.penstock.conduit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.merkle.Decoded;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyFormTest {
  private final Cddl grammar = Cddl.read(Vectors.root().resolve("docs/formats/policy.cddl"));

  PolicyFormTest() throws IOException {}

  private static Policy shuffled(Policy policy, long seed) {
    List<Channel> channels = new ArrayList<>();
    for (Channel channel : policy.channels()) {
      List<Rule> rules = new ArrayList<>(channel.rules());
      Collections.shuffle(rules, new Random(seed));
      channels.add(
          new Channel(
              channel.id(),
              channel.conduit(),
              channel.protocol(),
              channel.from(),
              channel.to(),
              channel.areReadsAllowed(),
              rules));
    }
    Collections.shuffle(channels, new Random(seed));
    return new Policy(policy.timeZone(), channels);
  }

  @Test
  void decodingGivesThePolicyThatWasEncoded() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Policy policy = Policies.policy(seed);
          assertThat(PolicyForm.decode(PolicyForm.encode(policy)))
              .isEqualTo(new Decoded.Value<>(policy));
        });
  }

  @Test
  void theBytesSatisfyTheGrammar() {
    Property.forAll(Gen.seeds())
        .cases(50, 500)
        .holds(seed -> {
          byte[] bytes = PolicyForm.encode(Policies.policy(seed));
          assertThat(grammar.fault("policy", bytes)).isEmpty();
          for (Request request : Policies.requests(seed, 20)) {
            assertThat(grammar.fault("request", RequestForm.encode(request))).isEmpty();
          }
        });
  }

  @Test
  void theOrderInWhichSomethingWasListedMakesNoDifference() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Policy policy = Policies.policy(seed);
          assertThat(shuffled(policy, seed).digest()).isEqualTo(policy.digest());
        });
  }

  @Test
  void noOtherBytesAreTheSamePolicy() {
    Policy policy = Policies.policy(7);
    byte[] bytes = PolicyForm.encode(policy);
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] other = bytes.clone();
      other[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(PolicyForm.decode(other)).isNotEqualTo(new Decoded.Value<>(policy));
    }
    for (int length = 0; length < bytes.length; length++) {
      assertThat(PolicyForm.decode(Arrays.copyOf(bytes, length)))
          .isInstanceOf(Decoded.Malformed.class);
    }
  }

  @Test
  void thePolicyUnderWhichNothingPassesHasTheBytesOfTheFormatsPage() {
    // docs/formats/policy.md, worked example.
    assertThat(HexFormat.of().formatHex(PolicyForm.encode(Policy.NOTHING)))
        .isEqualTo("8371" + "70656e73746f636b2d706f6c6963792d31" + "63555443" + "80");
  }

  @Test
  void anIdThatIsTakenIsNoPolicy() {
    Rule rule = Policies.rule("same", Effect.ALLOW, "scada", "write", "any");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Policies.of(rule, rule))
        .withMessageContaining("has a rule with the id 'same'");
    Channel channel = Policies.of(rule).channels().getFirst();
    assertThat(Policy.flaws(List.of(channel, channel)))
        .extracting(Flaw::path)
        .containsExactly("channels[1].id", "channels[1].protocol", "channels[1].rules[0].id");
  }

  @Test
  void anyBytesAreAnswered() {
    Property.forAll(Gen.bytes(0, 64))
        .cases(500, 20_000)
        .holds(tail -> {
          byte[] head = PolicyForm.encode(Policies.policy(7));
          byte[] bytes = head.clone();
          System.arraycopy(tail, 0, bytes, head.length / 3, Math.min(tail.length, head.length / 2));
          assertThat(PolicyForm.decode(bytes)).isNotNull();
          assertThat(PolicyForm.decode(tail)).isInstanceOf(Decoded.Malformed.class);
        });
  }
}
