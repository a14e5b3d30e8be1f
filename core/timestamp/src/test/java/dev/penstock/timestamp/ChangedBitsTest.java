package dev.penstock.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.tsa.KeyKind;
import dev.penstock.testkit.tsa.TestAuthority;
import dev.penstock.testkit.tsa.TokenDraft;
import dev.penstock.timestamp.TimestampVerdict.Proven;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.der.Encoded;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every bit of a token is signed, is needed to check the signature, or belongs to a certificate
 * that came along and that the path does not use: those alone may change.
 */
class ChangedBitsTest {
  private static final byte[] STATEMENT = "what was stamped".getBytes(StandardCharsets.UTF_8);
  private static final long NOW = Instant.parse("2030-01-01T00:00:00Z").getEpochSecond();

  private static TestAuthority root;
  private static TestAuthority tsa;
  private static TimestampTrust trust;

  @BeforeAll
  static void makeAuthorities() throws Exception {
    root = TestAuthority.root("CN=Root", KeyKind.P_256);
    tsa = root.tsa("CN=Clock", KeyKind.P_256);
    trust =
        ((TimestampTrust.Read.Trust) TimestampTrust.NONE.withCertificates(root.certificate()))
            .trust();
  }

  private static TimestampVerdict check(byte[] token, List<Encoded> certificates) {
    var proof =
        new TimestampProof(
            Encoded.of(token), certificates, List.of(), List.of(), List.of(), Optional.empty());
    return TimestampChecker.check(proof.encode(), STATEMENT, trust, NOW * 1_000_000_000L);
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int at = 0; at <= whole.length - part.length; at++) {
      if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("not in it");
  }

  @Test
  void aChangedBitOfATokenIsCaught() throws Exception {
    byte[] token = TokenDraft.by(tsa).about(STATEMENT).authority(tsa).make();
    assertThat(check(token, List.of())).isInstanceOf(Proven.class);
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < Deep.cases(1500, 20_000); i++) {
      byte[] changed = token.clone();
      int bit = random.nextInt(8 * token.length);
      changed[bit / 8] = (byte) (changed[bit / 8] ^ 1 << bit % 8);
      TimestampVerdict verdict = check(changed, List.of());
      assertThat(verdict).as("bit %d, %s", bit, Seed.describe()).isNotInstanceOf(Proven.class);
    }
  }

  @Test
  void onlyCertificatesThatThePathDoesNotUseMayChange() throws Exception {
    TestAuthority unused = root.tsa("CN=Unused", KeyKind.P_256);
    byte[] token = TokenDraft.by(tsa).about(STATEMENT).with(unused, tsa, root).make();
    List<int[]> spared =
        List.of(unused, root).stream()
            .map(each -> {
              int at = indexOf(token, each.certificate());
              return new int[] {at, at + each.certificate().length};
            })
            .toList();
    var random = new SplittableRandom(Seed.value());
    int harmless = 0;
    for (int i = 0; i < Deep.cases(1500, 20_000); i++) {
      byte[] changed = token.clone();
      int bit = random.nextInt(8 * token.length);
      changed[bit / 8] = (byte) (changed[bit / 8] ^ 1 << bit % 8);
      if (check(changed, List.of()) instanceof Proven) {
        harmless++;
        int at = bit / 8;
        assertThat(spared)
            .as("bit %d, %s", bit, Seed.describe())
            .anyMatch(range -> range[0] <= at && at < range[1]);
      }
    }
    assertThat(harmless).isPositive();
  }

  @Test
  void everyCutTokenAndProofIsRefused() throws Exception {
    byte[] token = TokenDraft.by(tsa).about(STATEMENT).make();
    byte[] proof = TimestampProof.of(((Decoded.Value<Token>) Token.decode(token)).value()).encode();
    for (int length = 0; length < token.length; length++) {
      assertThat(Token.decode(Arrays.copyOf(token, length))).isInstanceOf(Decoded.Refused.class);
    }
    for (int length = 0; length < proof.length; length++) {
      TimestampVerdict verdict =
          TimestampChecker.check(
              Arrays.copyOf(proof, length), STATEMENT, trust, NOW * 1_000_000_000L);
      assertThat(verdict).isNotInstanceOf(Proven.class);
    }
    assertThat(Token.decode(Arrays.copyOf(token, token.length + 1)))
        .isInstanceOf(Decoded.Refused.class);
  }

  @Test
  void bytesWithoutMeaningNeverThrow() throws Exception {
    byte[] token = TokenDraft.by(tsa).about(STATEMENT).with(tsa, root).make();
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < Deep.cases(3000, 100_000); i++) {
      byte[] changed = token.clone();
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      assertThat(check(changed, List.of(Encoded.of(changed))).text())
          .as(Seed.describe())
          .isNotEmpty();
    }
  }
}
