package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.device.DeviceClock;
import dev.penstock.device.DeviceWorld;
import dev.penstock.device.GatewayKey;
import dev.penstock.device.Settings;
import dev.penstock.device.Telemetry;
import dev.penstock.device.software.FolderStore;
import dev.penstock.device.software.SoftwareKey;
import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Peers;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.KeyEncoding;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.Seed;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole blocks, made by core/evidence and by the device SDK, judged by {@code cbor2} and
 * {@code @auth0/cose}: form, signature, salts, tree and link.
 */
class BlocksJudgedByOthersTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_767_225_600L * SECOND;
  private static final int BLOCKS = 6;

  private static Judge judge;

  @TempDir private Path folder;
  private final SplittableRandom random = new SplittableRandom(Seed.value());

  @BeforeAll
  static void startJudge() throws IOException {
    judge = Peers.ofThisMachine().npmCborJudge();
  }

  @AfterAll
  static void stopJudge() {
    if (judge != null) {
      judge.close();
    }
  }

  private static JsonNode judged(byte[] message, VerificationKey key) {
    return judge.ask("block", Map.of("message", HEX.formatHex(message), "key", spki(key)));
  }

  private static String spki(VerificationKey key) {
    return HEX.formatHex(KeyEncoding.spki(key));
  }

  private void everyChangedByteIsRefused(byte[] message, VerificationKey key) {
    for (int at = 0; at < message.length; at++) {
      byte[] changed = message.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      assertThat(judged(changed, key).get("ok").asBoolean())
          .as("byte %d of %s, %s", at, HEX.formatHex(message), Seed.describe())
          .isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ECDSA_P256", "ED25519"})
  void blocksOfCoreAreTakenAndNoneWithAChangedByte(SignatureAlgorithm algorithm) throws Exception {
    Signer signer = signer(algorithm);
    var tip = ChainTip.start("gateway", ChainId.of(new byte[16]), 1);
    var builder = new BlockBuilder(tip, signer, SealingPace.DEFAULT, false, 0);
    for (int seq = 0; seq < BLOCKS; seq++) {
      int count = seq * seq;
      for (int i = 0; i < count; i++) {
        assertThat(builder.sample(i, 0, 1, START, -1, 0, random.nextDouble(), seq * SECOND))
            .isTrue();
      }
      byte[] saltKey = new byte[32];
      random.nextBytes(saltKey);
      SealedBlock block =
          builder.close(Closing.at((seq + 1) * SECOND), count == 0 ? null : saltKey);
      JsonNode answer = judged(block.message(), signer.key());
      assertThat(answer.get("ok").asBoolean()).as("%s", answer).isTrue();
      assertThat(answer.get("origin").asText()).isEqualTo("gateway");
      assertThat(answer.get("seq").asText()).isEqualTo(String.valueOf(seq));
      assertThat(answer.get("link").asText()).isEqualTo(block.block().link().toString());
      assertThat(answer.get("records")).hasSize(count);
      if (seq == 2) {
        everyChangedByteIsRefused(block.message(), signer.key());
      }
    }
  }

  private static Signer signer(SignatureAlgorithm algorithm) throws Exception {
    boolean isCurve = algorithm == SignatureAlgorithm.ECDSA_P256;
    var maker = KeyPairGenerator.getInstance(isCurve ? "EC" : "Ed25519");
    maker.initialize(new ECGenParameterSpec(isCurve ? "secp256r1" : "Ed25519"));
    return new JdkSignatures().signer(algorithm, maker.generateKeyPair());
  }

  /** A clock that a test moves. */
  private static final class Clock implements DeviceClock {
    private long ticks = SECOND;

    @Override
    public long ticks() {
      return ticks;
    }

    @Override
    public long wallNanos() {
      return START + ticks;
    }

    @Override
    public int quality() {
      return 24;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ECDSA_P256", "ED25519"})
  void blocksOfADeviceAreTakenAndNoneWithAChangedByte(SignatureAlgorithm algorithm)
      throws IOException {
    boolean isCurve = algorithm == SignatureAlgorithm.ECDSA_P256;
    int label = isCurve ? SoftwareKey.ES256 : SoftwareKey.EDDSA;
    var chance = new SecureRandom();
    var own = SoftwareKey.create(folder.resolve("own.key"), label, chance);
    var gateway = SoftwareKey.create(folder.resolve("gateway.key"), label, chance);
    var clock = new Clock();
    List<byte[]> sent = new ArrayList<>();
    var world =
        new DeviceWorld(
            GatewayKey.of(label, gateway.publicKey()),
            new FolderStore(folder.resolve("chain")),
            sent::add,
            clock,
            chance);
    Object[] values = {
      null, true, -7L, 21.5, 0.1, "täglich", new byte[] {0, -1}, new BigDecimal("273.15")
    };
    try (Telemetry telemetry =
        Telemetry.start(Settings.of("pump-7", "pump-fw 1.4.2"), own, world)) {
      for (int seq = 0; seq < BLOCKS; seq++) {
        for (int i = 0; i < values.length && seq != 3; i++) {
          assertThat(telemetry.sample(i, clock.wallNanos(), Telemetry.GOOD, values[i])).isTrue();
        }
        assertThat(telemetry.event(null, "code", 10, "text") || seq == 3).isTrue();
        clock.ticks += SECOND;
        telemetry.tick();
      }
      clock.ticks += 10 * SECOND;
      telemetry.tick();
    }
    VerificationKey key = VerificationKey.of(algorithm, own.publicKey());
    String previous = "";
    assertThat(sent).hasSize(BLOCKS + 1);
    for (int seq = 0; seq < sent.size(); seq++) {
      JsonNode answer = judged(sent.get(seq), key);
      assertThat(answer.get("ok").asBoolean()).as("%s", answer).isTrue();
      assertThat(answer.get("origin").asText()).isEqualTo("pump-7");
      assertThat(answer.get("seq").asText()).isEqualTo(String.valueOf(seq));
      assertThat(HEX.formatHex(sent.get(seq))).as("names the link before").contains(previous);
      previous = answer.get("link").asText();
    }
    assertThat(judged(sent.getLast(), key).get("records")).as("a heartbeat").isEmpty();
    everyChangedByteIsRefused(sent.get(1), key);
    everyChangedByteIsRefused(sent.getLast(), key);
  }
}
