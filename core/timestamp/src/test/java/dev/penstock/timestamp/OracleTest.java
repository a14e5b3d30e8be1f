package dev.penstock.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.tsa.KeyKind;
import dev.penstock.testkit.tsa.TestAuthority;
import dev.penstock.testkit.tsa.TokenDraft;
import dev.penstock.timestamp.TimestampVerdict.Proven;
import dev.penstock.timestamp.der.Encoded;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bouncy Castle judges the same tokens; what it refuses, we never take. */
class OracleTest {
  private static TestAuthority root;
  private static final List<TestAuthority> CLOCKS = new ArrayList<>();

  @BeforeAll
  static void makeAuthorities() throws Exception {
    TestAuthority.register();
    root = TestAuthority.root("CN=Root", KeyKind.P_256);
    CLOCKS.clear();
    for (KeyKind kind : List.of(KeyKind.RSA_2048, KeyKind.P_256, KeyKind.P_384, KeyKind.P_521)) {
      CLOCKS.add(root.tsa("C=XX,O=Häuser,CN=" + kind, kind));
    }
  }

  /** Whether Bouncy Castle finds nothing wrong with a token about this digest. */
  private static boolean isGoodForOthers(byte[] token, TestAuthority clock, byte[] statement) {
    try {
      var read = new TimeStampToken(new CMSSignedData(token));
      read.validate(new JcaSimpleSignerInfoVerifierBuilder().build(clock.holder()));
      byte[] digest =
          MessageDigest.getInstance(read.getTimeStampInfo().getMessageImprintAlgOID().getId())
              .digest(statement);
      return Arrays.equals(digest, read.getTimeStampInfo().getMessageImprintDigest());
    } catch (TSPException | CMSException | IOException e) {
      return false;
    } catch (GeneralSecurityException | OperatorCreationException e) {
      return false;
    } catch (RuntimeException e) {
      // It throws this and that for bytes it cannot read.
      return false;
    }
  }

  private static boolean isGoodForUs(byte[] token, byte[] statement) {
    var proof =
        new TimestampProof(
            Encoded.of(token), List.of(), List.of(), List.of(), List.of(), Optional.empty());
    TimestampTrust trust =
        ((TimestampTrust.Read.Trust) TimestampTrust.NONE.withCertificates(root.certificate()))
            .trust();
    long now = TestAuthority.TO.getEpochSecond() * 1_000_000_000L - 1;
    return TimestampChecker.check(proof.encode(), statement, trust, now) instanceof Proven;
  }

  @Test
  void bothTakeHonestTokensAndWeTakeNoChangedOneThatTheOtherRefuses() throws Exception {
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < Deep.cases(60, 2000); i++) {
      byte[] statement = new byte[random.nextInt(200)];
      random.nextBytes(statement);
      TestAuthority clock = CLOCKS.get(random.nextInt(CLOCKS.size()));
      TokenDraft draft =
          TokenDraft.by(clock)
              .about(
                  statement,
                  List.of(TokenDraft.SHA_256, TokenDraft.SHA_384, TokenDraft.SHA_512)
                      .get(random.nextInt(3)))
              .at(TestAuthority.FROM.plusMillis(random.nextLong(1, 90L * 365 * 86_400 * 1000)))
              .serial(new BigInteger(160, new Random(random.nextLong())));
      if (random.nextBoolean()) {
        draft = draft.nonce(BigInteger.valueOf(random.nextLong()));
      }
      if (random.nextBoolean()) {
        draft = draft.authority(clock);
      }
      if (random.nextBoolean()) {
        draft = draft.oldForm();
      }
      if (random.nextBoolean()) {
        draft = draft.namingIssuer();
      }
      byte[] token = draft.make();
      assertThat(isGoodForOthers(token, clock, statement)).as(Seed.describe()).isTrue();
      assertThat(isGoodForUs(token, statement)).as(Seed.describe()).isTrue();
      for (int n = 0; n < 20; n++) {
        byte[] changed = token.clone();
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        if (isGoodForUs(changed, statement)) {
          assertThat(isGoodForOthers(changed, clock, statement)).as(Seed.describe()).isTrue();
        }
      }
    }
  }
}
