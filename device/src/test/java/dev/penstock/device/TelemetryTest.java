package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.device.software.FolderStore;
import dev.penstock.device.software.SoftwareKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {
  private static final int SMALL = 40_000;

  @TempDir private Path folder;
  private final FakeWorld fake = new FakeWorld();
  private SoftwareKey key;
  private SoftwareKey gateway;
  private DeviceWorld world;
  private long acks;

  @BeforeEach
  void makeKeys() throws IOException {
    var random = new SecureRandom();
    key = SoftwareKey.create(folder.resolve("device.key"), SoftwareKey.ES256, random);
    gateway = SoftwareKey.create(folder.resolve("gateway.key"), SoftwareKey.EDDSA, random);
    var gatewayKey = GatewayKey.of(SoftwareKey.EDDSA, gateway.publicKey());
    world = new DeviceWorld(gatewayKey, fake, fake, fake, random);
  }

  private Telemetry start() throws IOException {
    return Telemetry.start(Settings.of("pump-7", "pump-fw 1.4.2"), key, world);
  }

  private static Settings small() {
    Duration second = Duration.ofSeconds(1);
    return new Settings(
        "pump-7", "fw", second, Duration.ofSeconds(10), Duration.ofSeconds(30), SMALL);
  }

  /** Each block once, however often it was sent. */
  private List<Seen> fresh() {
    SortedMap<Long, Seen> once = new TreeMap<>();
    seen().forEach(block -> once.putIfAbsent(block.seq(), block));
    return List.copyOf(once.values());
  }

  private List<Seen> seen() {
    return fake.sent.stream().map(Seen::of).toList();
  }

  /** The gateway's answer to a message, as block.md §8 says. */
  private byte[] ack(byte[] message, byte[] challenge) throws IOException {
    Seen block = Seen.of(message);
    byte[] payload =
        Cbor.array(1, block.chain(), block.seq(), block.link(), 4711L, ++acks, challenge);
    byte[] header = Cose.protectedHeader(SoftwareKey.EDDSA, Cose.ACK, gateway.publicKey());
    byte[] signature = gateway.sign(Cose.sigStructure(header, Cose.ACK, payload));
    byte[] cose = Cbor.array(header, Cbor.EMPTY_MAP, payload, signature);
    byte[] tagged = new byte[cose.length + 1];
    tagged[0] = (byte) 0xd2;
    System.arraycopy(cose, 0, tagged, 1, cose.length);
    return tagged;
  }

  @Test
  void aBlockIsStoredBeforeItIsSentAndFreedOnlyByItsAck() throws IOException {
    try (Telemetry telemetry = start()) {
      assertThat(telemetry.sample(1, fake.wallNanos, Telemetry.GOOD, 21.5)).isTrue();
      telemetry.tick();
      assertThat(fake.story).as("nothing is due yet").isEmpty();
      fake.passMillis(1_000);
      telemetry.tick();
      assertThat(fake.story).containsExactly("stored 0", "sent 0");
      assertThat(telemetry.unacknowledgedCount()).isEqualTo(1);
      assertThat(telemetry.acknowledged(ack(fake.sent.get(0), new byte[16]))).isTrue();
      assertThat(fake.story).containsExactly("stored 0", "sent 0", "freed 0");
      assertThat(telemetry.unacknowledgedCount()).isZero();
    }
    Seen block = seen().get(0);
    assertThat(block.flags()).isEqualTo(Block.BOOT);
    assertThat(block.records()).hasSize(2);
    assertThat(block.records().get(0).subList(0, 2)).containsExactly(0L, 12L);
    assertThat(block.records().get(1).subList(0, 2)).containsExactly(1L, 1L);
  }

  @Test
  void blocksLinkAcrossCrashesAndTheBootCounterGrows() throws IOException {
    for (int boot = 1; boot <= 4; boot++) {
      Telemetry telemetry = start(); // never closed: each start follows a crash
      for (int i = 0; i < 5; i++) {
        assertThat(telemetry.sample(i, null, Telemetry.GOOD, i)).isTrue();
        fake.passMillis(1_000);
        telemetry.tick();
      }
      assertThat(telemetry.sample(9, null, Telemetry.GOOD, true)).as("lost in the crash").isTrue();
    }
    List<Seen> fresh = fresh();
    Seen.assertOneChain(fresh);
    assertThat(fresh).hasSize(20);
    assertThat(fresh.stream().filter(b -> b.flags() == Block.BOOT).map(Seen::boot))
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(Seen.list(fresh.get(5).records().get(0).get(7)).get(2)).as("crash").isEqualTo(2L);
  }

  @Test
  void whatHasNoAckIsSentAgainUnchangedAfterARestartAndAReconnect() throws IOException {
    Telemetry first = start();
    fake.passMillis(1_000);
    first.tick();
    first.close();
    byte[] message = fake.sent.get(0);
    Telemetry second = start();
    second.tick();
    assertThat(fake.sent.get(1)).isEqualTo(message);
    second.reconnected();
    second.tick();
    assertThat(fake.sent.get(2)).isEqualTo(message);
    fake.passMillis(30_000);
    second.tick();
    assertThat(fake.sent.stream().filter(m -> Arrays.equals(m, message)))
        .as("ack overdue")
        .hasSize(4);
  }

  @Test
  void aBrokenStoreSendsNothingAndLosesNothing() throws IOException {
    Telemetry telemetry = start();
    assertThat(telemetry.sample(1, null, Telemetry.GOOD, 1)).isTrue();
    fake.passMillis(1_000);
    fake.isStoreBroken = true;
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(telemetry::tick).isInstanceOf(IOException.class);
    }
    assertThat(fake.sent).isEmpty();
    fake.isStoreBroken = false;
    telemetry.tick();
    assertThat(seen()).singleElement().satisfies(b -> assertThat(b.records()).hasSize(2));
    Seen.assertOneChain(seen());
  }

  @Test
  void aCutWireKeepsEverythingInOrderUntilItIsBack() throws IOException {
    Telemetry telemetry = start();
    fake.isWireCut = true;
    for (int i = 0; i < 5; i++) {
      assertThat(telemetry.sample(1, null, Telemetry.GOOD, i)).isTrue();
      fake.passMillis(1_000);
      assertThatThrownBy(telemetry::tick).isInstanceOf(IOException.class);
    }
    fake.isWireCut = false;
    telemetry.tick();
    assertThat(seen()).hasSize(5);
    Seen.assertOneChain(seen());
  }

  @Test
  void aFullBufferRefusesAndLaterSaysHowManyItDropped() throws IOException {
    Telemetry telemetry = Telemetry.start(small(), key, world);
    int taken = 0;
    for (int i = 0; i < 5_000; i++) {
      taken += telemetry.sample(1, null, Telemetry.GOOD, new byte[100]) ? 1 : 0;
      fake.passMillis(10);
      telemetry.tick();
    }
    assertThat(taken).isBetween(50, 300);
    long keptBytes = fresh().stream().mapToLong(Seen::bytes).sum();
    assertThat(keptBytes).isLessThan(SMALL);
    for (byte[] message : List.copyOf(fake.sent)) {
      var _ = telemetry.acknowledged(ack(message, new byte[16]));
    }
    assertThat(telemetry.unacknowledgedCount()).isZero();
    fake.passMillis(1_000);
    telemetry.tick();
    fake.passMillis(1_000);
    telemetry.tick();
    Seen.assertOneChain(fresh());
    List<Object> gap =
        seen().stream()
            .flatMap(b -> b.records().stream())
            .filter(r -> r.get(1).equals(10L))
            .findFirst()
            .orElseThrow();
    List<Object> value = Seen.list(gap.get(7));
    assertThat(value.get(0)).as("device overflow").isEqualTo(7L);
    assertThat(value.get(4)).isEqualTo(5_000L - taken);
    assertThat((Long) value.get(3) - (Long) value.get(2)).isEqualTo(5_000L - taken - 1);
  }

  @Test
  void silenceIsBrokenByAHeartbeat() throws IOException {
    Telemetry telemetry = start();
    fake.passMillis(1_000);
    telemetry.tick();
    fake.passMillis(9_999);
    telemetry.tick();
    assertThat(seen()).hasSize(1);
    fake.passMillis(1);
    telemetry.tick();
    assertThat(seen()).hasSize(2);
    assertThat(seen().get(1).records()).isEmpty();
    Seen.assertOneChain(seen());
  }

  @Test
  void anAlarmDoesNotWaitForTheBlockToFill() throws IOException {
    Telemetry telemetry = start();
    assertThat(telemetry.alarm(3, fake.wallNanos, "HIGH", 0, 900, "level high")).isTrue();
    telemetry.tick();
    assertThat(seen()).singleElement().satisfies(b -> assertThat(b.records()).hasSize(2));
  }

  @Test
  void onlyTheGatewaysOwnAckForThisVeryBlockFreesIt() throws IOException {
    Telemetry telemetry = start();
    fake.passMillis(1_000);
    telemetry.tick();
    byte[] good = ack(fake.sent.get(0), new byte[16]);
    for (int at = 0; at < good.length; at++) {
      byte[] changed = good.clone();
      changed[at] ^= (byte) (1 << (at % 8));
      assertThat(telemetry.acknowledged(changed)).as("byte %d", at).isFalse();
    }
    assertThat(telemetry.unacknowledgedCount()).isEqualTo(1);
    assertThat(telemetry.acknowledged(good)).isTrue();
    assertThat(telemetry.acknowledged(good)).as("a second time").isFalse();
    assertThat(fake.storedCount()).isZero();
  }

  @Test
  void theNewestChallengeIsEchoedAndForgottenAtRestart() throws IOException {
    Telemetry telemetry = start();
    fake.passMillis(1_000);
    telemetry.tick();
    byte[] challenge = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    assertThat(telemetry.acknowledged(ack(fake.sent.get(0), challenge))).isTrue();
    fake.passMillis(10_000);
    telemetry.tick();
    assertThat(seen().get(0).header().get(13)).isEqualTo("null");
    assertThat(seen().get(1).header().get(13)).isEqualTo(challenge);
    Telemetry again = start();
    fake.passMillis(10_000);
    again.tick();
    assertThat(seen().getLast().header().get(13)).isEqualTo("null");
  }

  @Test
  void aKeyChangeIsAnnouncedByTheOldKeyAndConfirmedByTheNew() throws IOException {
    Telemetry telemetry = start();
    fake.passMillis(1_000);
    telemetry.tick();
    var next =
        SoftwareKey.create(folder.resolve("next.key"), SoftwareKey.EDDSA, new SecureRandom());
    telemetry.changeKey(next, "yearly");
    telemetry.tick();
    Seen.assertOneChain(seen());
    assertThat(seen().get(1).flags()).isEqualTo(Block.KEY_CHANGE);
    assertThat(seen().get(2).flags()).isEqualTo(Block.KEY_CONFIRM);
    List<Object> announced = seen().get(1).records().get(0);
    List<Object> confirmed = seen().get(2).records().get(0);
    assertThat(Seen.list(confirmed.get(7)).subList(4, 6)).isEqualTo(List.of(2L, "yearly"));
    assertThat((byte[]) Seen.list(announced.get(7)).get(2))
        .isEqualTo(Cose.thumbprint(SoftwareKey.EDDSA, next.publicKey()));
    assertThat(seen().get(1).signature()).hasSize(64);
    assertThatThrownBy(this::start).as("the old key").isInstanceOf(IOException.class);
    Telemetry again = Telemetry.start(Settings.of("pump-7", "fw"), next, world);
    assertThat(again.unacknowledgedCount()).isEqualTo(3);
  }

  /** Finding out later would be too late: a signed record that nobody decodes stays for ever. */
  @Test
  void whatTheFormatHasNoRoomForIsRefusedBeforeItIsNumbered() throws IOException {
    Telemetry telemetry = start();
    String longText = "x".repeat(4_097);
    List<ThrowableAssert.ThrowingCallable> wrong =
        List.of(
            () -> telemetry.sample(-1, null, 0, 1),
            () -> telemetry.sample(1L << 32, null, 0, 1),
            () -> telemetry.sample(1, -1L, 0, 1),
            () -> telemetry.sample(1, null, -1, 1),
            () -> telemetry.sample(1, null, 1L << 32, 1),
            () -> telemetry.sample(1, null, 0, new Object[] {1}),
            () -> telemetry.sample(1, null, 0, List.of()),
            () -> telemetry.sample(1, null, 0, (short) 1),
            () -> telemetry.sample(1, null, 0, "\ud800"),
            () -> telemetry.sample(1, null, 0, new byte[Outbox.RECORD_BYTES_MAX]),
            () -> telemetry.sample(1, null, 0, new BigDecimal("9223372036854775808")),
            () -> telemetry.sample(1, null, 0, BigDecimal.ONE.scaleByPowerOfTen(128)),
            () -> telemetry.sample(1, null, 0, BigDecimal.ONE.movePointLeft(129)),
            () -> telemetry.event(null, "", 0, ""),
            () -> telemetry.event(null, "x".repeat(256), 0, ""),
            () -> telemetry.event(null, "code", -1, ""),
            () -> telemetry.event(null, "code", 1001, ""),
            () -> telemetry.event(null, "code", 0, longText),
            () -> telemetry.event(-5L, "code", 0, ""),
            () -> telemetry.alarm(1, null, "", 0, 0, ""),
            () -> telemetry.alarm(1, null, "HIGH", -1, 0, ""),
            () -> telemetry.alarm(1, null, "HIGH", 6, 0, ""),
            () -> telemetry.alarm(1, null, "HIGH", 0, 1001, ""),
            () -> telemetry.alarm(1, null, "HIGH", 0, 0, longText),
            () -> telemetry.evidence(new byte[31]),
            () -> telemetry.changeKey(gateway, longText));
    for (int i = 0; i < wrong.size(); i++) {
      assertThatThrownBy(wrong.get(i)).as("%d", i).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(telemetry.sample(1, null, 0, 1)).isTrue();
    fake.passMillis(1_000);
    telemetry.tick();
    List<List<Object>> records = seen().get(0).records();
    assertThat(records.stream().map(List::getFirst))
        .as("no number was used")
        .containsExactly(0L, 1L);
  }

  @Test
  void aClockThatIsWrongIsSaidToBeUnsure() throws IOException {
    for (int quality : new int[] {-1, 0, 63, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      fake.quality = quality;
      fake.passMillis(20_000);
      Telemetry telemetry = start();
      telemetry.tick();
      fake.passMillis(1_000);
      telemetry.tick();
      assertThat(seen().getLast().header().get(11)).isEqualTo(0L);
    }
    fake.wallNanos = -1;
    fake.quality = 30;
    Telemetry telemetry = start();
    fake.ticks -= 500; // a monotonic clock that is none
    fake.wallNanos = -1;
    telemetry.tick();
    fake.ticks += 2_000_000_000L;
    telemetry.tick();
    assertThat(seen().getLast().header().subList(10, 12)).containsExactly("null", 0L);
    for (Seen block : seen()) {
      assertThat(block.number(8)).isBetween(0L, block.number(9));
    }
    fake.ticks = -1;
    assertThatThrownBy(this::start).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsAndLostChainsThatNobodyCouldDecodeAreRefused() {
    Duration second = Duration.ofSeconds(1);
    List<ThrowableAssert.ThrowingCallable> wrong =
        List.of(
            () -> Settings.of("", "fw"),
            () -> Settings.of("x".repeat(256), "fw"),
            () -> Settings.of("pump-7", ""),
            () -> Settings.of("pump-7", "\udc00"),
            () -> new Settings("p", "fw", second, Duration.ofDays(1), second, SMALL),
            () -> new Settings("p", "fw", second, second.negated(), second, SMALL),
            () -> new Settings("p", "fw", second, second, second, 32_767),
            () -> new LostChain("00".repeat(15), 0, "00".repeat(32), "", 0, 0),
            () -> new LostChain("zz".repeat(16), 0, "00".repeat(32), "", 0, 0),
            () -> new LostChain("00".repeat(16), -1, "00".repeat(32), "", 0, 0),
            () -> new LostChain("00".repeat(16), 0, "00".repeat(33), "", 0, 0),
            () -> new LostChain("00".repeat(16), 0, "00".repeat(32), "x".repeat(4_097), 0, 0),
            () -> new LostChain("00".repeat(16), 0, "00".repeat(32), "", Long.MAX_VALUE, 0),
            () -> new LostChain("00".repeat(16), 0, "00".repeat(32), "", 0, -1));
    for (int i = 0; i < wrong.size(); i++) {
      assertThatThrownBy(wrong.get(i)).as("%d", i).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFolderWhoseStateIsGoneIsResetAndItsBlocksAreSentAllTheSame() throws IOException {
    Path home = folder.resolve("chain");
    var real = new DeviceWorld(world.gateway(), new FolderStore(home), fake, fake, world.random());
    Settings settings = Settings.of("pump-7", "fw");
    fake.isWireCut = true;
    Telemetry first = Telemetry.start(settings, key, real);
    for (int i = 0; i < 3; i++) {
      fake.passMillis(10_000);
      assertThatThrownBy(first::tick).isInstanceOf(IOException.class);
    }
    Files.write(home.resolve("1.block"), new byte[40]);
    Files.delete(home.resolve("state"));
    fake.isWireCut = false;
    assertThatThrownBy(() -> Telemetry.start(settings, key, real)).isInstanceOf(IOException.class);
    var lost = new LostChain("00".repeat(16), 7, "ab".repeat(32), "state lost", 3, 99);
    Telemetry.reset(settings, key, real, lost).tick();
    assertThat(seen().stream().map(Seen::seq)).containsExactly(0L, 2L, 0L);
    assertThat(seen().getLast().flags()).isEqualTo(Block.BOOT | Block.CHAIN_RESET);
    assertThat(seen().getLast().records().stream().map(record -> record.get(1)))
        .as("reset, gap, boot")
        .containsExactly(14L, 10L, 12L);
    assertThat(home.resolve("1.block")).as("the gap record is durable").doesNotExist();
    Telemetry again = Telemetry.start(settings, key, real);
    assertThat(again.unacknowledgedCount()).isEqualTo(3);
  }

  @Test
  void aLostChainIsFollowedByANewOneThatNamesIt() throws IOException {
    var lost = new LostChain("00".repeat(16), 7, "ab".repeat(32), "storage replaced", 3, 99);
    Telemetry telemetry = Telemetry.reset(Settings.of("pump-7", "fw"), key, world, lost);
    fake.passMillis(1_000);
    telemetry.tick();
    Seen block = seen().get(0);
    assertThat(block.flags()).isEqualTo(Block.BOOT | Block.CHAIN_RESET);
    assertThat(block.boot()).isEqualTo(4);
    assertThat(block.records().get(0).subList(0, 2)).containsExactly(100L, 14L);
    assertThat(Seen.list(block.records().get(0).get(7)).get(2)).isEqualTo(7L);
  }

  @Test
  void aFolderKeepsTheChainAndADamagedOneIsRefused() throws IOException {
    Path home = folder.resolve("chain");
    var real = new DeviceWorld(world.gateway(), new FolderStore(home), fake, fake, world.random());
    Settings settings = Settings.of("pump-7", "fw");
    Telemetry first = Telemetry.start(settings, key, real);
    fake.passMillis(1_000);
    first.tick();
    first.close();
    Telemetry second =
        Telemetry.start(settings, SoftwareKey.load(folder.resolve("device.key")), real);
    assertThat(second.unacknowledgedCount()).isEqualTo(1);
    fake.passMillis(1_000);
    second.tick();
    assertThat(seen().getLast().seq()).isEqualTo(1);
    assertThat(seen().getLast().previous()).isEqualTo(seen().get(0).link());
    Path state = home.resolve("state");
    byte[] bytes = Files.readAllBytes(state);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      Files.write(state, changed);
      assertThatThrownBy(() -> Telemetry.start(settings, key, real))
          .isInstanceOf(IOException.class);
    }
  }
}
