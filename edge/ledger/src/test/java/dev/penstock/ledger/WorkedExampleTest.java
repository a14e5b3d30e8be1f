package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.disk.SimDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The example on the page of the format is what the program writes. */
class WorkedExampleTest {
  /** RFC 8032 §7.1, test 1. */
  private static final String SECRET =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

  private static final String PUBLIC =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  /** Bytes 00, 01, 02 and so on; the salt is the eight bytes after the log id. */
  private static final class Counting implements RandomGenerator {
    private long next;

    @Override
    public void nextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) next++;
      }
    }

    @Override
    public long nextLong() {
      long value = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        value = (value << 8) | next++;
      }
      return value;
    }
  }

  @Test
  void thePageShowsWhatIsWritten() throws Exception {
    List<String> lines = example();
    String page = Files.readString(Vectors.root().resolve("docs/formats/ledger.md"));
    assertThat(page).contains(String.join("\n", lines));
  }

  private static List<String> example() throws Exception {
    var disk = SimDisk.calm();
    var head = new FilePublishedHead(new SubFolder(disk, "outside"));
    disk.createFolder("ledger");
    disk.createFolder("outside");
    write(new SubFolder(disk, "ledger"), head);
    var lines = new ArrayList<String>();
    new String(disk.contents("ledger/format"), StandardCharsets.UTF_8).lines().forEach(lines::add);
    dump(lines, "headers/00000000.seg", disk.contents("ledger/headers/00000000.seg"), 0, 116);
    dump(lines, "headers/00000000.seg", disk.contents("ledger/headers/00000000.seg"), 4096, 4320);
    dump(lines, "levels/0", disk.contents("ledger/levels/0"), 0, 96);
    dump(lines, "levels/index", disk.contents("ledger/levels/index"), 0, 16);
    dump(lines, "levels/mark", disk.contents("ledger/levels/mark"), 0, 64);
    dump(lines, "checkpoints", disk.contents("ledger/checkpoints"), 0, 128);
    String outside = disk.list("outside").getFirst();
    dump(lines, outside, disk.contents("outside/" + outside), 4096, 4196);
    return lines;
  }

  private static void write(SubFolder folder, PublishedHead head) throws Exception {
    byte[] secret = HexFormat.of().parseHex(SECRET);
    VerificationKey key =
        VerificationKey.of(SignatureAlgorithm.ED25519, HexFormat.of().parseHex(PUBLIC));
    NoteSigner signer = NoteSigner.ofLog(Logs.ORIGIN, new JdkSignatures().signer(key, secret));
    var options = LedgerOptions.of(InstantSource.fixed(Logs.NOW), new Counting(), "example", head);
    try (FileLedger ledger =
        Logs.running(FileLedger.create(folder, Logs.ORIGIN, 64 * 1024, options, true))) {
      assertThat(
              ledger.append(
                  EntryBatch.of(Logs.utf8("alpha"), new byte[0], Logs.utf8("gamma ray")), 7))
          .isInstanceOf(AppendOutcome.Appended.class);
      assertThat(Logs.published(ledger.publish(signer)).number()).isZero();
    }
  }

  /** Lines of a name, a position and 16 bytes. */
  private static void dump(List<String> lines, String name, byte[] bytes, int from, int to) {
    lines.add(name);
    for (int at = from; at < to; at += 16) {
      byte[] row = Arrays.copyOfRange(bytes, at, Math.min(to, at + 16));
      lines.add("  %5d  %s".formatted(at, HexFormat.ofDelimiter(" ").formatHex(row)));
    }
  }
}
