package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.device.software.SoftwareKey;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of docs/formats/vectors/block, made again by the SDK to the byte. */
class BlockVectorsTest {
  private static final Path FOLDER = Vectors.root().resolve("docs/formats/vectors/block");
  private static final HexFormat HEX = HexFormat.of();

  /** Those without CWT claims, which a device has no use for. */
  static List<Path> blocks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9].*\\.json"))
          .filter(file -> json(file).get("claims").isNull())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void everyBlockIsMadeToTheByte(Path file) throws IOException {
    JsonNode vector = json(file);
    JsonNode key = key(vector.get("signingKey").textValue());
    byte[] block = make(vector, signsLike(vector, key));
    assertThat(HEX.formatHex(Block.link(block))).isEqualTo(vector.get("link").textValue());
    assertThat(HEX.formatHex(Seen.message(block))).isEqualTo(vector.get("message").textValue());
  }

  @Test
  void theSoftwareKeySignsAsTheVectorSays() throws IOException {
    JsonNode vector = json(FOLDER.resolve("02-three-samples.json"));
    JsonNode key = key("ed25519");
    byte[] pkcs8 =
        HEX.parseHex("302e020100300506032b657004220420" + key.get("privateSeed").textValue());
    SoftwareKey real = SoftwareKey.of(SoftwareKey.EDDSA, hex(key, "publicRaw"), pkcs8);
    assertThat(HEX.formatHex(Seen.message(make(vector, real))))
        .isEqualTo(vector.get("message").textValue());
  }

  @Test
  void everyFormOfValueIsEncodedAsTheVectorSays() throws IOException {
    Object[] values = {
      null, false, 0L, 23, 24, 255L, 256, 65535, 65536, 4294967295L, 4294967296L, Long.MAX_VALUE,
    };
    JsonNode records = json(FOLDER.resolve("03-every-value.json")).get("records");
    for (int i = 0; i < values.length; i++) {
      String record = records.get(i).textValue();
      assertThat(record).endsWith(HEX.formatHex(Cbor.item(values[i])));
    }
    assertThat(records.get(25).textValue())
        .endsWith(HEX.formatHex(Cbor.item(5.960464477539063e-08)));
    assertThat(records.get(34).textValue()).endsWith(HEX.formatHex(Cbor.item(new byte[] {0, -1})));
    var decimal = new java.math.BigDecimal("273.15");
    assertThat(records.get(35).textValue()).endsWith(HEX.formatHex(Cbor.item(decimal)));
  }

  @Test
  void theAckOfTheVectorIsReadAndEveryOtherByteOfItIsNot() throws IOException {
    JsonNode vector = json(FOLDER.resolve("ack.json"));
    byte[] ack = hex(vector, "ack");
    GatewayKey gateway = GatewayKey.of(-8, hex(key("gateway"), "publicRaw"));
    assertThat(gateway.open(ack))
        .hasValueSatisfying(read -> {
          JsonNode fields = vector.get("fields");
          byte[] chain = hex(fields, "chain");
          assertThat(read.place()).isEqualTo(Block.place(chain, 1, hex(fields, "link")));
          assertThat(read.counter()).isEqualTo(fields.get("counter").longValue());
          assertThat(read.challenge()).isEqualTo(hex(fields, "challenge"));
        });
    for (int bit = 0; bit < 8 * ack.length; bit++) {
      byte[] changed = ack.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(gateway.open(changed)).as("bit %d", bit).isEmpty();
    }
    for (int length = 0; length < ack.length; length++) {
      assertThat(gateway.open(java.util.Arrays.copyOf(ack, length)))
          .as("cut to %d", length)
          .isEmpty();
    }
    assertThat(gateway.open(java.util.Arrays.copyOf(ack, ack.length + 1))).isEmpty();
  }

  @Test
  void theRefusedAcksAreIgnored() throws IOException {
    JsonNode vector = json(FOLDER.resolve("refused-acks.json"));
    GatewayKey gateway = GatewayKey.of(-8, hex(key("gateway"), "publicRaw"));
    byte[] place = Block.place(hex(vector, "chain"), 1, hex(vector, "link"));
    long taken = vector.get("counterTaken").longValue();
    for (JsonNode each : vector.get("cases")) {
      Optional<GatewayKey.Ack> ack = gateway.open(hex(each, "ack"));
      String name = each.get("name").textValue();
      switch (each.get("reason").textValue()) {
        case "BLOCK" ->
            assertThat(ack)
                .as(name)
                .hasValueSatisfying(read -> assertThat(read.place()).isNotEqualTo(place));
        case "COUNTER" ->
            assertThat(ack)
                .as(name)
                .hasValueSatisfying(read -> {
                  assertThat(read.place()).isEqualTo(place);
                  assertThat(read.counter()).isLessThanOrEqualTo(taken);
                });
        default -> assertThat(ack).as(name).isEmpty();
      }
    }
    assertThat(vector.get("cases")).hasSizeGreaterThan(30);
  }

  private static byte[] make(JsonNode vector, DeviceKey key) throws IOException {
    JsonNode f = vector.get("fields");
    var state = new ChainState();
    state.chain = hex(f, "chain");
    state.boot = f.get("boot").longValue();
    state.seq = f.get("seq").longValue();
    state.first = f.get("first").longValue();
    state.link = hex(f, "previous");
    Long wall = f.get("wall").isNull() ? null : f.get("wall").longValue();
    var about =
        Cbor.sequence(
            f.get("start").longValue(),
            f.get("end").longValue(),
            wall,
            f.get("clockQuality").intValue(),
            f.get("evidence").isNull() ? null : hex(f, "evidence"),
            f.get("echo").isNull() ? null : hex(f, "echo"),
            f.get("flags").intValue());
    List<byte[]> records = new ArrayList<>();
    vector.get("records").forEach(record -> records.add(HEX.parseHex(record.textValue())));
    byte[] saltKey = vector.get("key").isNull() ? new byte[32] : hex(vector, "key");
    return Block.make(f.get("origin").textValue(), state, about, records, saltKey, key);
  }

  /**
   * A key that gives the vector's own signature, and fails when it is asked to sign anything else.
   */
  private static DeviceKey signsLike(JsonNode vector, JsonNode key) {
    return new DeviceKey() {
      @Override
      public int algorithm() {
        return key.get("alg").intValue();
      }

      @Override
      public byte[] publicKey() {
        return hex(key, "publicRaw");
      }

      @Override
      public byte[] sign(byte[] message) {
        assertThat(HEX.formatHex(message)).isEqualTo(vector.get("sigStructure").textValue());
        return hex(vector, "signature");
      }
    };
  }

  private static JsonNode key(String name) {
    for (JsonNode key : json(FOLDER.resolve("keys.json"))) {
      if (key.get("name").textValue().equals(name)) {
        return key;
      }
    }
    throw new AssertionError("no key " + name);
  }

  private static byte[] hex(JsonNode node, String field) {
    return HEX.parseHex(node.get(field).textValue());
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
