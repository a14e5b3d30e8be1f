package dev.penstock.cli.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.cli.Main;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.evidence.chain.ChainFile;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.signature.KeyEncoding;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.testkit.Deep;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain file with more blocks than the heap of the process that judges it would hold. */
class LongChainTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_767_225_600L * SECOND;
  private static final ChainId CHAIN = ChainId.of(new byte[16]);

  /** A block in memory takes some 550 bytes: the smaller number is 55 MB of 64. */
  private static final int BLOCKS = Deep.cases(100_000, 1_000_000);

  @TempDir private Path folder;
  private Signer signer;

  @BeforeEach
  void aFastSigner() throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] pkcs8 = pair.getPrivate().getEncoded(); // RFC 8410 §7: ends in the seed
    signer =
        CryptoProviders.choose()
            .signer(
                KeyEncoding.publicKey(SignatureAlgorithm.ED25519, pair.getPublic().getEncoded())
                    .orElseThrow(),
                Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length));
  }

  private BlockBuilder builder() {
    var tip = ChainTip.start("pump-7", CHAIN, 1);
    return new BlockBuilder(tip, signer, SealingPace.DEFAULT, false, 0);
  }

  private SealedBlock next(BlockBuilder builder, long seq, double value) throws Exception {
    boolean isHeartbeat = seq % 8 != 3;
    if (!isHeartbeat) {
      assertThat(builder.sample(seq, 0, 1, START, -1, 0, value, seq * SECOND)).isTrue();
    }
    return builder.close(Closing.at(seq * SECOND), isHeartbeat ? null : new byte[32]);
  }

  private static ObserverEvent arrived(long seq, SealedBlock block) {
    long at = START + seq * SECOND;
    return new ObserverEvent.Arrived(at, 1, "mqtt", ByteString.of(block.message()));
  }

  /** The last two arrivals are block 3 once more, and another block 3. */
  private SealedBlock[] write(Path file) throws Exception {
    var honest = builder();
    var fork = builder();
    SealedBlock third = null;
    SealedBlock otherThird = null;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      ChainFile.writeStart(out);
      ChainFile.write(out, new ObserverEvent.KeyAdmitted(START, signer.key(), "pump-7", CHAIN, 0));
      for (long seq = 0; seq < BLOCKS; seq++) {
        SealedBlock block = next(honest, seq, 21.5);
        ChainFile.write(out, arrived(seq, block));
        if (seq <= 3) {
          third = block;
          otherThird = next(fork, seq, 99);
        }
      }
      ChainFile.write(out, arrived(BLOCKS, third));
      ChainFile.write(out, arrived(BLOCKS, otherThird));
    }
    return new SealedBlock[] {third, otherThird};
  }

  @Test
  void aLongChainIsVerifiedInASmallHeap() throws Exception {
    Path file = folder.resolve("chain");
    Path trust = folder.resolve("trust");
    SealedBlock[] thirds = write(file);
    HexFormat hex = HexFormat.of();
    String key = hex.formatHex(CoseKey.encode(signer.key()));
    Files.writeString(trust, "pump-7 " + CHAIN + " 0 " + key + "\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "verify-chain",
                "--json",
                "--trust",
                trust.toString(),
                file.toString())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue())
        .as("%s %s", said, Files.readString(folder.resolve("errors")))
        .isEqualTo(1);
    assertThat(said)
        .contains("\"answer\":\"NOT_VERIFIED\"")
        .contains("\"blocks\":" + BLOCKS + ",")
        .contains("\"head\":\"" + (BLOCKS - 1) + "\",")
        .contains("\"missing\":\"0\",\"duplicates\":1,")
        .containsOnlyOnce("\"code\":\"DUPLICATE\"")
        .containsOnlyOnce("\"code\":\"FORK\",\"reason\":\"SAME_SEQ\"")
        .contains(
            "\"evidence\":[\"%s\",\"%s\"]"
                .formatted(
                    hex.formatHex(thirds[0].block().leaf()),
                    hex.formatHex(thirds[1].block().leaf())));
    assertThat(said.split("\"code\":", -1)).hasSize(3);
  }
}
