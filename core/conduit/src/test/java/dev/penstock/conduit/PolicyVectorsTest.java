package dev.penstock.conduit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The bytes that docs/formats/policy.md promises, made by another program. */
class PolicyVectorsTest {
  private final JsonNode vectors =
      new ObjectMapper()
          .readTree(Vectors.root().resolve("docs/formats/vectors/policy/policy.json").toFile());
  private final Cddl grammar = Cddl.read(Vectors.root().resolve("docs/formats/policy.cddl"));

  PolicyVectorsTest() throws IOException {}

  private static Policy policy(JsonNode json) {
    List<Channel> channels = new ArrayList<>();
    for (JsonNode each : json.get("channels")) {
      List<Rule> rules = new ArrayList<>();
      each.get("rules").forEach(rule -> rules.add(rule(rule)));
      channels.add(
          new Channel(
              each.get("id").asText(),
              each.get("conduit").asText(),
              each.get("protocol").asText(),
              each.get("from").asText(),
              each.get("to").asText(),
              each.get("reads").asText().equals("allow"),
              rules));
    }
    return new Policy(ZoneId.of(json.get("time-zone").asText()), channels);
  }

  private static Rule rule(JsonNode json) {
    return new Rule(
        json.get("id").asText(),
        Effect.of(json.get("effect").asText()).orElseThrow(),
        all(json, "who", text -> Who.parse(text).toOptional()),
        all(json, "operations", Operation::of),
        all(json, "functions", text -> FunctionCode.parse(text).toOptional()),
        all(json, "objects", text -> Scope.parse(text).toOptional()),
        all(json, "values", text -> ValueRange.parse(text).toOptional()),
        all(json, "rate", text -> Rate.parse(text).toOptional()).stream().findFirst(),
        all(json, "when", text -> Window.parse(text).toOptional()),
        text(json, "from").map(LocalDate::parse),
        text(json, "until").map(LocalDate::parse));
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.ofNullable(json.get(field)).map(JsonNode::asText);
  }

  private static <T> List<T> all(JsonNode json, String field, Function<String, Optional<T>> parse) {
    List<T> items = new ArrayList<>();
    JsonNode written = json.path(field);
    if (written.isTextual()) {
      items.add(parse.apply(written.asText()).orElseThrow());
    }
    written.forEach(item -> items.add(parse.apply(item.asText()).orElseThrow()));
    return items;
  }

  private static Request request(JsonNode json) {
    List<Part> parts = new ArrayList<>();
    json.get("parts").forEach(part -> parts.add(new Part(target(part), values(part))));
    return new Request(
        json.get("from").asText(),
        json.get("to").asText(),
        json.get("protocol").asText(),
        text(json, "identity"),
        json.get("peer").asText(),
        Operation.of(json.get("operation").asText()).orElseThrow(),
        json.has("function") ? OptionalInt.of(json.get("function").asInt()) : OptionalInt.empty(),
        parts,
        json.get("at").asLong());
  }

  private static Target target(JsonNode part) {
    if (part.has("name")) {
      return new Target.Name(part.get("name").asText());
    }
    return part.has("space")
        ? new Target.Numbers(
            part.get("space").asText(),
            part.get("unit").asLong(),
            part.get("first").asLong(),
            part.get("last").asLong())
        : new Target.Device();
  }

  private static Values values(JsonNode part) {
    if (part.has("unread")) {
      return Values.ofUnread(digest(part.get("unread")));
    }
    List<Double> numbers = new ArrayList<>();
    part.path("values").forEach(value -> numbers.add(value.asDouble()));
    return numbers.isEmpty()
        ? Values.NONE
        : Values.of(numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static Digest digest(JsonNode hex) {
    return Digest.of(HexFormat.of().parseHex(hex.asText()));
  }

  private static byte[] bytes(JsonNode vector) {
    return HexFormat.of().parseHex(vector.get("cbor").asText());
  }

  @Test
  void policiesHaveTheBytesAndDigestsOfTheVectors() {
    assertThat(vectors.get("policies")).isNotEmpty();
    for (JsonNode vector : vectors.get("policies")) {
      Policy policy = policy(vector.get("policy"));
      assertThat(PolicyForm.encode(policy)).isEqualTo(bytes(vector));
      assertThat(policy.digest()).isEqualTo(digest(vector.get("sha256")));
      assertThat(PolicyForm.decode(bytes(vector))).isEqualTo(new Decoded.Value<>(policy));
      assertThat(grammar.fault("policy", bytes(vector))).isEmpty();
    }
  }

  @Test
  void requestsHaveTheBytesOfTheVectors() {
    assertThat(vectors.get("requests")).isNotEmpty();
    for (JsonNode vector : vectors.get("requests")) {
      assertThat(RequestForm.encode(request(vector.get("request")))).isEqualTo(bytes(vector));
      assertThat(grammar.fault("request", bytes(vector))).isEmpty();
    }
  }

  @Test
  void anAgreementHasTheBytesAndDigestOfTheVector() {
    JsonNode vector = vectors.get("agreement");
    var agreement =
        new Agreement(
            policy(vectors.get("policies").get(1).get("policy")).digest(),
            vector.get("rule").asText(),
            request(vectors.get("requests").get(0).get("request")));
    assertThat(agreement.bytes()).isEqualTo(bytes(vector));
    assertThat(agreement.digest()).isEqualTo(digest(vector.get("sha256")));
    assertThat(grammar.fault("agreement", agreement.bytes())).isEmpty();
  }

  @Test
  void anAgreementAboutADeviceIsOneOfTheFormatAndNoOther() {
    JsonNode vector = vectors.get("agreement");
    var plain =
        new Agreement(
            policy(vectors.get("policies").get(1).get("policy")).digest(),
            vector.get("rule").asText(),
            request(vectors.get("requests").get(0).get("request")));
    Agreement ofDevice =
        plain.of(new Agreement.Device("plc-1 10.0.0.7:502", digest(vector.get("sha256"))));
    assertThat(grammar.fault("agreement", ofDevice.bytes())).isEmpty();
    assertThat(ofDevice.bytes()).isNotEqualTo(plain.bytes());
  }
}
