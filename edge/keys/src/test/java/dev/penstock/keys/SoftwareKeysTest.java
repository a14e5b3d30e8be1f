package dev.penstock.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SoftwareKeysTest {
  private static final byte[] MESSAGE = {1, 2, 3};

  private final SimDisk disk = SimDisk.calm();

  @ParameterizedTest
  @EnumSource
  void aKeySignsTheSameBeforeAndAfterAReopening(SignatureAlgorithm algorithm) throws Exception {
    KeyInfo info;
    try (SoftwareKeys keys = Fixtures.create(disk)) {
      info = keys.generate(KeyUse.LOG, algorithm);
      assertThat(isSigned(info, keys.signer(info.id(), KeyUse.LOG))).isTrue();
    }
    try (SoftwareKeys keys = Fixtures.open(disk)) {
      assertThat(keys.list()).containsExactly(info);
      assertThat(isSigned(info, keys.signer(info.id(), KeyUse.LOG))).isTrue();
    }
  }

  /** Req: 62443-4-2 CR 1.9. */
  @Test
  void aKeyOfOneUseIsHandedOutForNoOther() throws Exception {
    try (SoftwareKeys keys = Fixtures.create(disk)) {
      for (KeyUse made : KeyUse.values()) {
        String id = keys.generate(made, SignatureAlgorithm.ED25519).id();
        for (KeyUse asked : KeyUse.values()) {
          if (asked == made) {
            assertThat(keys.signer(id, asked).key()).isNotNull();
          } else {
            assertThatThrownBy(() -> keys.signer(id, asked))
                .isInstanceOfSatisfying(
                    KeyHomeException.class,
                    e -> assertThat(e.reason()).isEqualTo(KeyHomeException.Reason.OTHER_USE));
          }
        }
      }
    }
  }

  @Test
  void usesSurviveAReopening() throws Exception {
    try (SoftwareKeys keys = Fixtures.create(disk)) {
      for (KeyUse use : KeyUse.values()) {
        KeyInfo _ = keys.generate(use, SignatureAlgorithm.ECDSA_P256);
      }
    }
    try (SoftwareKeys keys = Fixtures.open(disk)) {
      assertThat(keys.list()).extracting(KeyInfo::use).containsExactly(KeyUse.values());
    }
  }

  @Test
  void aDestroyedKeyIsGone() throws Exception {
    try (SoftwareKeys keys = Fixtures.create(disk)) {
      KeyInfo gone = keys.generate(KeyUse.BLOCK, SignatureAlgorithm.ED25519);
      KeyInfo stays = keys.generate(KeyUse.BLOCK, SignatureAlgorithm.ED25519);
      keys.destroy(gone.id());
      assertThat(keys.list()).containsExactly(stays);
      assertThatThrownBy(() -> keys.signer(gone.id(), KeyUse.BLOCK))
          .isInstanceOfSatisfying(
              KeyHomeException.class,
              e -> assertThat(e.reason()).isEqualTo(KeyHomeException.Reason.NO_SUCH_KEY));
      assertThat(isSigned(stays, keys.signer(stays.id(), KeyUse.BLOCK))).isTrue();
    }
    try (SoftwareKeys keys = Fixtures.open(disk)) {
      assertThat(keys.list()).hasSize(1);
    }
  }

  @Test
  void anotherPassphraseOpensAndTheOldOneNoMore() throws Exception {
    KeyInfo info;
    try (SoftwareKeys keys = Fixtures.create(disk);
        Passphrase next = Passphrase.of("battery staple".toCharArray())) {
      info = keys.generate(KeyUse.CA, SignatureAlgorithm.ECDSA_P256);
      keys.changePassphrase(next, Fixtures.CHEAP);
      KeyInfo _ = keys.generate(KeyUse.TLS, SignatureAlgorithm.ECDSA_P256);
    }
    assertThat(Fixtures.opening(disk, "correct horse"))
        .isEqualTo(new SoftwareKeysOpening.WrongPassphrase());
    assertThat(Fixtures.opening(disk, "battery staple"))
        .isInstanceOfSatisfying(
            SoftwareKeysOpening.Opened.class,
            opened -> {
              try (SoftwareKeys keys = opened.keys()) {
                assertThat(keys.list()).hasSize(2).contains(info);
              } catch (KeyHomeException e) {
                throw new AssertionError(e);
              }
            });
  }

  @Test
  void aFolderWithoutAFileSaysSoAndOneWithAFileIsNotOverwritten() throws Exception {
    assertThat(Fixtures.opening(disk, "any")).isEqualTo(new SoftwareKeysOpening.Absent());
    Fixtures.create(disk).close();
    byte[] before = disk.contents(SoftwareKeys.FILE);
    assertThatIllegalStateException().isThrownBy(() -> Fixtures.create(disk));
    assertThat(disk.contents(SoftwareKeys.FILE)).isEqualTo(before);
  }

  @Test
  void everyCutIsCalledTruncated() throws Exception {
    byte[] file = fileWithOneKey();
    for (int length = 0; length < file.length; length++) {
      assertThat(opened(Arrays.copyOf(file, length)))
          .as("%d bytes", length)
          .isInstanceOf(SoftwareKeysOpening.Truncated.class);
    }
    assertThat(opened(Arrays.copyOf(file, file.length + 1)))
        .isEqualTo(new SoftwareKeysOpening.Damaged("1 bytes follow its end"));
  }

  @Test
  void aFileThatIsFarTooLongIsDamagedAndIsNotReadWhole() throws Exception {
    byte[] file = Arrays.copyOf(fileWithOneKey(), 300_000);
    assertThat(opened(file)).isInstanceOf(SoftwareKeysOpening.Damaged.class);
  }

  /** What a disk or a copy does: the checksum finds it, whatever the passphrase. */
  @Test
  void everyFlippedBitIsFound() throws Exception {
    byte[] file = fileWithOneKey();
    for (int bit = 0; bit < file.length * 8; bit++) {
      byte[] changed = file.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      SoftwareKeysOpening opening = opened(changed);
      if (bit / 8 == 8) {
        // Version 1 becomes a later one, or 0.
        assertThat(opening)
            .isInstanceOfAny(
                SoftwareKeysOpening.NewerVersion.class, SoftwareKeysOpening.Damaged.class);
      } else {
        assertThat(opening)
            .as("bit %d", bit)
            .isInstanceOfAny(
                SoftwareKeysOpening.Damaged.class, SoftwareKeysOpening.Truncated.class);
      }
    }
  }

  /** What somebody does who knows the format and not the passphrase. */
  @Test
  void aChangeWithANewChecksumIsTamperingOrAWrongPassphrase() throws Exception {
    byte[] file = fileWithOneKey();
    for (int at = 22; at < file.length - 32; at++) {
      if (at >= 50 && at < 54) {
        continue; // The content's length: tested with the cuts.
      }
      byte[] changed = file.clone();
      changed[at] ^= 1;
      assertThat(opened(withNewChecksum(changed)))
          .as("byte %d", at)
          .isEqualTo(
              at < 86
                  ? new SoftwareKeysOpening.WrongPassphrase()
                  : new SoftwareKeysOpening.Tampered());
    }
  }

  @Test
  void costsThatWouldStopAGatewayAreNotTried() throws Exception {
    byte[] file = fileWithOneKey();
    for (int at : new int[] {10, 14, 18}) {
      byte[] changed = file.clone();
      ByteBuffer.wrap(changed).putInt(at, Integer.MAX_VALUE);
      assertThat(opened(withNewChecksum(changed)))
          .isEqualTo(new SoftwareKeysOpening.Damaged("its passphrase parameters are out of range"));
    }
  }

  @Test
  void aWrongPassphraseIsCalledThat() throws Exception {
    Fixtures.create(disk).close();
    assertThat(Fixtures.opening(disk, "correct horsf"))
        .isEqualTo(new SoftwareKeysOpening.WrongPassphrase());
  }

  @Test
  void aNewerVersionIsNamed() throws Exception {
    byte[] file = fileWithOneKey();
    file[8] = 2;
    assertThat(opened(withNewChecksum(file))).isEqualTo(new SoftwareKeysOpening.NewerVersion(2, 1));
    assertThat(SoftwareKeysOpening.describe(new SoftwareKeysOpening.NewerVersion(2, 1)))
        .isEqualTo("the key file is of version 2, this program reads up to 1");
  }

  @Test
  void nothingSecretIsInTheFileOrInAnyText() throws Exception {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) 0x5a);
    String hex = HexFormat.of().formatHex(seed);
    try (Passphrase passphrase = Fixtures.passphrase();
        SoftwareKeys keys =
            SoftwareKeys.create(
                disk, passphrase, Fixtures.CHEAP, Fixtures.JDK, new FixedRandom(0x5a))) {
      KeyInfo info = keys.generate(KeyUse.LOG, SignatureAlgorithm.ED25519);
      List<String> texts =
          List.of(
              keys.toString(),
              info.toString(),
              keys.signer(info.id(), KeyUse.LOG).toString(),
              passphrase.toString(),
              Secret.taking(seed).toString(),
              Seed.of(SignatureAlgorithm.ED25519, Secret.taking(seed.clone())).toString());
      assertThat(texts).noneMatch(text -> text.contains(hex) || text.contains("horse"));
      assertThat(HexFormat.of().formatHex(disk.contents(SoftwareKeys.FILE)))
          .doesNotContain(hex)
          .doesNotContain(HexFormat.of().formatHex("horse".getBytes(StandardCharsets.US_ASCII)));
    }
  }

  @Test
  void aClosedHomeGivesNothing() throws Exception {
    SoftwareKeys keys = Fixtures.create(disk);
    KeyInfo info = keys.generate(KeyUse.LOG, SignatureAlgorithm.ED25519);
    keys.close();
    assertThatThrownBy(() -> keys.signer(info.id(), KeyUse.LOG))
        .isInstanceOfSatisfying(
            KeyHomeException.class,
            e -> assertThat(e.reason()).isEqualTo(KeyHomeException.Reason.CLOSED));
  }

  @Test
  void aKeyWhoseFileWasNotWrittenIsNotThere() throws Exception {
    try (SoftwareKeys keys = Fixtures.create(disk)) {
      disk.capacityBytes(100);
      assertThatThrownBy(() -> keys.generate(KeyUse.LOG, SignatureAlgorithm.ED25519))
          .isInstanceOfSatisfying(
              KeyHomeException.class,
              e -> assertThat(e.reason()).isEqualTo(KeyHomeException.Reason.FAILED));
      assertThat(keys.list()).isEmpty();
    }
  }

  /** The file that docs/formats/keys.md prints. */
  @Test
  void theWorkedExampleIsWrittenToTheByte() throws Exception {
    Passphrase passphrase = Fixtures.passphrase();
    try (SoftwareKeys keys =
        SoftwareKeys.create(disk, passphrase, Fixtures.CHEAP, Fixtures.JDK, new FixedRandom(7))) {
      KeyInfo _ = keys.generate(KeyUse.LOG, SignatureAlgorithm.ED25519);
    }
    String page = Files.readString(Vectors.root().resolve("docs/formats/keys.md"));
    String file = HexFormat.of().formatHex(disk.contents(SoftwareKeys.FILE));
    assertThat(page.replaceAll("[^0-9a-f]", "")).contains(file);
  }

  private byte[] fileWithOneKey() throws IOException, KeyHomeException {
    try (SoftwareKeys keys = Fixtures.create(disk)) {
      KeyInfo _ = keys.generate(KeyUse.LOG, SignatureAlgorithm.ED25519);
    }
    return disk.contents(SoftwareKeys.FILE);
  }

  private static SoftwareKeysOpening opened(byte[] file) throws IOException {
    SimDisk other = SimDisk.calm();
    try (var made = other.create(SoftwareKeys.FILE)) {
      made.writeFully(ByteBuffer.wrap(file), 0);
    }
    return Fixtures.opening(other, "correct horse");
  }

  private static byte[] withNewChecksum(byte[] file) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(file, 0, file.length - 32);
    System.arraycopy(sha256.digest(), 0, file, file.length - 32, 32);
    return file;
  }

  private static boolean isSigned(KeyInfo info, Signer signer) throws Exception {
    return signer.key().equals(info.key())
        && Fixtures.JDK.check(info.key()).accepts(MESSAGE, signer.sign(MESSAGE));
  }
}
