package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.cbor.Decoded;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the stored states against docs/formats/vectors/chain, made by a second implementation. */
class StateVectorsTest {
  private static JsonNode all(String name) throws IOException {
    var file = Vectors.root().resolve("docs/formats/vectors/chain/states.json");
    JsonNode vectors = new ObjectMapper().readTree(file.toFile()).get(name);
    assertThat(vectors).isNotEmpty();
    return vectors;
  }

  private static byte[] bytes(JsonNode vector) {
    return HexFormat.of().parseHex(vector.get("bytes").asText());
  }

  @Test
  void aStateOfAChainIsReadAsItSaysAndWrittenAgain() throws IOException {
    for (JsonNode vector : all("chainStates")) {
      String name = vector.get("name").asText();
      JsonNode says = vector.get("says");
      switch (ChainStateCodec.decode(bytes(vector))) {
        case Decoded.Value<ChainState>(var state) -> {
          assertThat(ChainStateCodec.encode(state)).as(name).isEqualTo(bytes(vector));
          assertThat(ChainStateCodec.fixedBytes(state))
              .as(name)
              .isLessThanOrEqualTo(name.equals("largest") ? 490 : ChainState.BYTES_MAX);
          assertThat(state.head()).as(name).isEqualTo(says.get("head").asLong());
          assertThat(state.base()).as(name).isEqualTo(says.get("base").asLong());
          assertThat(state.missing()).as(name).isEqualTo(says.get("missing").asLong());
          assertThat(state.waiting()).as(name).isEqualTo(says.get("waiting").asInt());
          assertThat(state.isAsleep()).as(name).isEqualTo(says.get("asleep").asBoolean());
          assertThat(state.isGroup()).as(name).isEqualTo(says.get("group").asBoolean());
        }
        case Decoded.Refused<ChainState>(var why) -> throw new AssertionError(name + ": " + why);
      }
    }
  }

  @Test
  void aStateOfAChainThatCannotBeIsRefused() throws IOException {
    for (JsonNode vector : all("refusedChainStates")) {
      assertThat(ChainStateCodec.decode(bytes(vector)))
          .as(vector.get("name").asText())
          .isInstanceOf(Decoded.Refused.class);
    }
  }

  @Test
  void whatAnObserverKeepsIsReadAndWrittenAgain() throws IOException {
    for (JsonNode vector : all("observerStates")) {
      String name = vector.get("name").asText();
      switch (ObserverStateCodec.decode(bytes(vector))) {
        case Decoded.Value<ObserverStateCodec.Stored>(var stored) -> {
          Observer observer =
              Observer.restored(
                  ChainPolicy.DEFAULT, Story.CREDULOUS, new SeenBlocks(), stored, List.of());
          assertThat(observer.encode()).as(name).isEqualTo(bytes(vector));
        }
        case Decoded.Refused<ObserverStateCodec.Stored>(var why) ->
            throw new AssertionError(name + ": " + why);
      }
    }
  }

  @Test
  void whatNoObserverKeepsIsRefused() throws IOException {
    for (JsonNode vector : all("refusedObserverStates")) {
      assertThat(ObserverStateCodec.decode(bytes(vector)))
          .as(vector.get("name").asText())
          .isInstanceOf(Decoded.Refused.class);
    }
  }
}
