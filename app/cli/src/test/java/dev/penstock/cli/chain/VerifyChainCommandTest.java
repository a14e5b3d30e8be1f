package dev.penstock.cli.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.evidence.chain.ChainFile;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyChainCommandTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_767_225_600L * SECOND;
  private static final ChainId CHAIN = ChainId.of(new byte[16]);

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final List<ObserverEvent> events = new ArrayList<>();
  private Signer signer;

  @BeforeEach
  void aChainOfFiveBlocks() throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    signer = new JdkSignatures().signer(SignatureAlgorithm.ED25519, pair);
    events.add(new ObserverEvent.KeyAdmitted(START, signer.key(), "pump-7", CHAIN, 0));
    var tip = ChainTip.start("pump-7", CHAIN, 1);
    var builder = new BlockBuilder(tip, signer, SealingPace.DEFAULT, false, 0);
    for (int i = 1; i <= 5; i++) {
      assertThat(builder.sample(i, 0, 1, START, -1, 0, i / 2.0, i * SECOND)).isTrue();
      byte[] message = builder.close(Closing.at(i * SECOND), new byte[32]).message();
      events.add(new ObserverEvent.Arrived(START + i * SECOND, 1, "mqtt", ByteString.of(message)));
      events.add(new ObserverEvent.Tick(START + i * SECOND));
    }
  }

  private Path file(List<ObserverEvent> written) throws Exception {
    Path file = folder.resolve("chain");
    try (var stream = Files.newOutputStream(file)) {
      ChainFile.writeStart(stream);
      for (ObserverEvent event : written) {
        ChainFile.write(stream, event);
      }
    }
    return file;
  }

  private Path trust() throws Exception {
    Path file = folder.resolve("trust");
    Files.writeString(
        file,
        "# keys\npump-7 "
            + CHAIN
            + " 0 "
            + HexFormat.of().formatHex(CoseKey.encode(signer.key()))
            + "  # pinned\n");
    return file;
  }

  private int run(Object... arguments) {
    var command = new CommandLine(new VerifyChainCommand(JdkSignatures::new));
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(out));
    return command.execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
  }

  @Test
  void aGoodChainUnderTheReadersOwnKeysIsVerified() throws Exception {
    assertThat(run("--trust", trust(), file(events))).isZero();
    assertThat(out.toString())
        .contains("blocks 0 to 4, none missing")
        .contains("VERIFIED: the chains above are unbroken from the first block you trust");
  }

  @Test
  void withoutTheReadersKeysAChainIsOnlySelfConsistent() throws Exception {
    assertThat(run(file(events))).isEqualTo(1);
    assertThat(out.toString()).contains("SELF-CONSISTENT");
  }

  @Test
  void theKeysInTheFileCountForNothingWhenKeysAreGiven() throws Exception {
    Path others = folder.resolve("others");
    Files.writeString(others, "# nobody\n");
    assertThat(run("--trust", others, file(events))).isEqualTo(1);
    assertThat(out.toString()).contains("FOREIGN").contains("no block of a trusted key");
  }

  @Test
  void aMissingBlockIsToldInPlainWords() throws Exception {
    events.remove(5);
    events.add(new ObserverEvent.Tick(START + 20 * SECOND));
    assertThat(run("--trust", trust(), file(events))).isEqualTo(1);
    assertThat(out.toString())
        .contains("block 2 missing, with 1 record.")
        .contains("1 missing")
        .contains("NOT VERIFIED");
  }

  @Test
  void aChangedBlockIsToldInJson() throws Exception {
    var arrived = (ObserverEvent.Arrived) events.get(5);
    byte[] message = arrived.message().bytes();
    message[message.length - 1] ^= 1;
    events.set(5, new ObserverEvent.Arrived(arrived.at(), 1, "mqtt", ByteString.of(message)));
    assertThat(run("--json", "--trust", trust(), file(events))).isEqualTo(1);
    assertThat(out.toString())
        .contains("\"answer\":\"NOT_VERIFIED\"")
        .contains("\"code\":\"TAMPERED\",\"reason\":\"RECORDS\"")
        .contains(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message)))
        .doesNotContain(HexFormat.of().formatHex(message));
  }

  /** A gateway's group chain beats for a minute beside a source's own chain that fell asleep. */
  private void aGatewayWithASleeper() throws Exception {
    events.clear();
    ChainId group = ChainId.of(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    for (ChainId chain : List.of(CHAIN, group)) {
      events.add(new ObserverEvent.KeyAdmitted(START, signer.key(), "gw", chain, 0));
    }
    SealingPace pace = SealingPace.DEFAULT;
    var own = new BlockBuilder(ChainTip.start("gw", CHAIN, 1), signer, pace, false, 0);
    byte[] leaf = own.sealForSleep(Closing.at(SECOND), null).leaf();
    arrives(BlockMessage.encode(leaf, null, new RecordBatch()), SECOND);
    var zone = new BlockBuilder(ChainTip.start("gw", group, 1), signer, pace, true, 0);
    for (long i = 1; i <= 7; i++) {
      arrives(zone.close(Closing.at(i * 9 * SECOND), null).message(), i * 9 * SECOND);
    }
  }

  private void arrives(byte[] message, long after) {
    long at = START + after;
    events.add(new ObserverEvent.Arrived(at, 1, "log", ByteString.of(message)));
    events.add(new ObserverEvent.Tick(at));
  }

  @Test
  void aChainThatSaysItSleepsIsVerifiedBesideItsMakersGroupChain() throws Exception {
    aGatewayWithASleeper();
    Path trust = folder.resolve("trust");
    String key = " 0 " + HexFormat.of().formatHex(CoseKey.encode(signer.key())) + "\n";
    String zone = "gw 01000000000000000000000000000000" + key;
    Files.writeString(trust, "gw " + CHAIN + key + zone);
    assertThat(run("--trust", trust, file(events))).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("blocks 0 to 0, none missing; asleep since block 0")
        .doesNotContain("SILENT");
    assertThat(run("--json", "--trust", trust, file(events))).isZero();
    assertThat(out.toString()).contains("\"asleep\":true").contains("\"asleep\":false");
    events.add(new ObserverEvent.Tick(START + 90 * SECOND));
    assertThat(run("--trust", trust, file(events))).isEqualTo(1);
    assertThat(out.toString()).containsOnlyOnce("SILENT");
    // Without the chain that speaks for it the sleeper is as silent as any other.
    Files.writeString(trust, "gw " + CHAIN + key);
    assertThat(run("--trust", trust, file(events))).isEqualTo(1);
    assertThat(out.toString()).contains("no group chain of its maker");
  }

  @Test
  void aHoleBeforeTheLastBlocksIsMissingThoughNoTimePassesAfterThem() throws Exception {
    events.removeIf(event -> event instanceof ObserverEvent.Tick);
    events.remove(3);
    assertThat(run("--trust", trust(), file(events))).isEqualTo(1);
    assertThat(out.toString()).contains("block 2 missing").contains("NOT VERIFIED");
  }

  @Test
  void aChainThatBeginsAfterTheFirstTrustedBlockIsNotVerified() throws Exception {
    events.subList(1, 5).clear();
    assertThat(run("--trust", trust(), file(events))).isEqualTo(1);
    assertThat(out.toString())
        .contains("what came before block 2 is not in this file")
        .contains("NOT VERIFIED: 0 wrong")
        .contains("lacks the blocks from the first one you trust on");
  }

  @Test
  void aTrustedChainWithoutABlockIsNotVerified() throws Exception {
    Path two = folder.resolve("two");
    String key = HexFormat.of().formatHex(CoseKey.encode(signer.key()));
    String other = "01".repeat(16);
    Files.writeString(
        two, "pump-7 " + CHAIN + " 0 " + key + "\npump-7 " + other + " 0 " + key + "\n");
    assertThat(run("--trust", two, file(events))).isEqualTo(1);
    assertThat(out.toString())
        .contains("blocks 0 to 4, none missing")
        .contains("no block was seen")
        .contains("NOT VERIFIED");
  }

  @Test
  void oneKeyMayBeTrustedForTwoChains() throws Exception {
    var tip = ChainTip.start("pump-7", ChainId.of(HexFormat.of().parseHex("01".repeat(16))), 1);
    var builder = new BlockBuilder(tip, signer, SealingPace.DEFAULT, false, 0);
    assertThat(builder.sample(1, 0, 1, START, -1, 0, 2.5, SECOND)).isTrue();
    byte[] message = builder.close(Closing.at(SECOND), new byte[32]).message();
    events.add(new ObserverEvent.Arrived(START + 6 * SECOND, 1, "mqtt", ByteString.of(message)));
    Path two = folder.resolve("two");
    String key = HexFormat.of().formatHex(CoseKey.encode(signer.key()));
    Files.writeString(
        two, "pump-7 " + CHAIN + " 0 " + key + "\npump-7 " + "01".repeat(16) + " 0 " + key + "\n");
    assertThat(run("--trust", two, file(events))).isZero();
    assertThat(out.toString()).contains("blocks 0 to 4").contains("blocks 0 to 0");
  }

  @Test
  void aFileThatIsCutOffIsUnusableAndSaysWhere() throws Exception {
    Path file = file(events);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
    assertThat(run("--trust", trust(), file)).isEqualTo(2);
    assertThat(out.toString()).contains("UNUSABLE from byte").contains("blocks 0 to 4");
  }

  @Test
  void whatIsNoFileOrNoTrustIsUnusable() throws Exception {
    Path noise = folder.resolve("noise");
    Files.writeString(noise, "hello");
    assertThat(run(noise)).isEqualTo(2);
    assertThat(run(folder.resolve("absent"))).isEqualTo(2);
    assertThat(run("--trust", noise, file(events))).isEqualTo(2);
    assertThat(out.toString()).contains("trust file cannot be used").contains("line 1");
  }
}
