package dev.penstock.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against SoftHSM 2, a token that others wrote; skipped where it is not installed. */
class TokenKeysTest {
  private static final SignatureAlgorithm P256 = SignatureAlgorithm.ECDSA_P256;
  private static final String PIN = "271828";
  private static final byte[] MESSAGE = {1, 2, 3};

  private static Path tokens;

  /** One for most tests, one to be removed, one that begins empty. */
  private static TokenPlace place;

  private static TokenPlace removable;
  private static TokenPlace empty;

  @BeforeAll
  static void startSoftHsm() throws Exception {
    Optional<Path> library =
        Stream.of(
                "/usr/lib/softhsm/libsofthsm2.so",
                "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
                "/usr/lib64/pkcs11/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::isReadable)
            .findFirst();
    String conf = System.getenv("SOFTHSM2_CONF");
    Assumptions.assumeTrue(library.isPresent(), "SoftHSM 2 is not installed");
    Assumptions.assumeTrue(conf != null, "SOFTHSM2_CONF is not set; the build sets it");
    tokens = Files.createTempDirectory("softhsm");
    Files.writeString(
        Path.of(conf), "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
    // All of them now: the library looks for tokens once, when it loads.
    place = new TokenPlace(library.get(), newToken("penstock-test"));
    removable = new TokenPlace(library.get(), newToken("penstock-removable"));
    empty = new TokenPlace(library.get(), newToken("penstock-empty"));
  }

  @AfterAll
  static void removeTokens() throws IOException {
    if (tokens != null) {
      remove(tokens);
    }
  }

  @Test
  void aKeyMadeOnTheTokenSignsAlsoAfterAReopening() throws Exception {
    KeyInfo info;
    try (TokenKeys keys = open(place)) {
      info = keys.generate(KeyUse.BLOCK, P256);
      assertThat(isSigned(info, keys.signer(info.id(), KeyUse.BLOCK))).isTrue();
    }
    try (TokenKeys keys = open(place)) {
      assertThat(keys.list()).contains(info);
      assertThat(isSigned(info, keys.signer(info.id(), KeyUse.BLOCK))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "ECDSA_P256", mode = EnumSource.Mode.EXCLUDE)
  void otherAlgorithmsAreNotOffered(SignatureAlgorithm algorithm) {
    try (TokenKeys keys = open(place)) {
      assertThat(keys.algorithms()).containsExactly(P256);
      assertThatThrownBy(() -> keys.generate(KeyUse.LOG, algorithm))
          .isInstanceOfSatisfying(
              KeyHomeException.class,
              e -> assertThat(e.reason()).isEqualTo(KeyHomeException.Reason.NOT_SUPPORTED));
    }
  }

  /** Req: 62443-4-2 CR 1.9. */
  @Test
  void aKeyOfOneUseIsHandedOutForNoOther() throws Exception {
    try (TokenKeys keys = open(place)) {
      KeyInfo info = keys.generate(KeyUse.CHAIN_TRANSACTION, P256);
      for (KeyUse use : KeyUse.values()) {
        if (use != KeyUse.CHAIN_TRANSACTION) {
          assertThatThrownBy(() -> keys.signer(info.id(), use))
              .isInstanceOfSatisfying(
                  KeyHomeException.class,
                  e -> assertThat(e.reason()).isEqualTo(KeyHomeException.Reason.OTHER_USE));
        }
      }
    }
  }

  @Test
  void aDestroyedKeyIsGone() throws Exception {
    try (TokenKeys keys = open(place)) {
      KeyInfo gone = keys.generate(KeyUse.TLS, P256);
      KeyInfo stays = keys.generate(KeyUse.TLS, P256);
      keys.destroy(gone.id());
      assertThat(keys.list()).contains(stays).doesNotContain(gone);
    }
    try (TokenKeys keys = open(place)) {
      assertThat(keys.list()).noneMatch(info -> info.use() == KeyUse.LOG);
    }
  }

  @Test
  void aWrongPinIsCalledThat() {
    for (String pin : List.of("271829", "1", "99999999999999999999")) {
      assertThat(TokenKeys.open(place, pin.toCharArray(), Fixtures.JDK))
          .isEqualTo(new TokenKeysOpening.WrongPin());
    }
    try (TokenKeys keys = open(place)) {
      assertThat(keys.name()).startsWith("PKCS #11 token in slot ");
    }
  }

  @Test
  void anAbsentTokenAndAnAbsentLibraryAreToldApart() {
    var noToken = new TokenPlace(place.library(), 77);
    assertThat(TokenKeys.open(noToken, PIN.toCharArray(), Fixtures.JDK))
        .isEqualTo(new TokenKeysOpening.TokenAbsent(noToken));
    var noLibrary = new TokenPlace(Path.of("/nonexistent/driver.so"), 0);
    assertThat(TokenKeys.open(noLibrary, PIN.toCharArray(), Fixtures.JDK))
        .isEqualTo(new TokenKeysOpening.LibraryAbsent(noLibrary));
  }

  @Test
  void whenTheTokenIsRemovedSigningFailsAndNothingElseHappens() throws Exception {
    try (TokenKeys keys = open(removable)) {
      KeyInfo info = keys.generate(KeyUse.LOG, P256);
      Signer signer = keys.signer(info.id(), KeyUse.LOG);
      assertThat(isSigned(info, signer)).isTrue();
      assertThat(softHsm("--delete-token", "--token", "penstock-removable"))
          .contains("has been deleted");
      assertThatThrownBy(() -> signer.sign(MESSAGE)).isInstanceOf(SigningException.class);
      assertThatThrownBy(() -> keys.generate(KeyUse.LOG, P256))
          .isInstanceOfSatisfying(
              KeyHomeException.class,
              e -> assertThat(e.reason()).isEqualTo(KeyHomeException.Reason.FAILED));
    }
  }

  @Test
  void aTokenServesARing() throws Exception {
    SimDisk disk = SimDisk.calm();
    try (TokenKeys keys = open(empty)) {
      KeyRing ring = KeyRing.open(keys, disk);
      Signer old = ring.signer(KeyUse.BLOCK, P256);
      KeyRing.Begun begun = ring.begin(KeyUse.BLOCK, P256, "chain", 5);
      assertThat(ring.begin(KeyUse.BLOCK, P256, "chain", 5).next()).isEqualTo(begun.next());
      ring.finish(begun.next());
      assertThat(ring.signer(KeyUse.BLOCK, P256).key())
          .isEqualTo(begun.next().key())
          .isNotEqualTo(old.key());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative/driver.so", "/a driver.so", "/a.so\nslot=3", "/a\"b.so"})
  void aPathThatCouldBeConfigurationIsRefused(String library) {
    assertThatIllegalArgumentException().isThrownBy(() -> new TokenPlace(Path.of(library), 0));
  }

  private static TokenKeys open(TokenPlace where) {
    TokenKeysOpening opening = TokenKeys.open(where, PIN.toCharArray(), Fixtures.JDK);
    if (opening instanceof TokenKeysOpening.Opened(var keys)) {
      return keys;
    }
    throw new AssertionError(TokenKeysOpening.describe(opening));
  }

  private static boolean isSigned(KeyInfo info, Signer signer) throws Exception {
    return signer.key().equals(info.key())
        && Fixtures.JDK.check(info.key()).accepts(MESSAGE, signer.sign(MESSAGE));
  }

  /** Makes a token and gives its slot. */
  private static long newToken(String label) throws Exception {
    String said =
        softHsm("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", PIN);
    Matcher slot = Pattern.compile("reassigned to slot ([0-9]+)").matcher(said);
    assertThat(slot.find()).as(said).isTrue();
    return Long.parseLong(slot.group(1));
  }

  private static String softHsm(String... arguments) throws Exception {
    List<String> command = Stream.concat(Stream.of("softhsm2-util"), Stream.of(arguments)).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
