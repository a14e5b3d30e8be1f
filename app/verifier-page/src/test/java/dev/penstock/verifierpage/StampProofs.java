package dev.penstock.verifierpage;

import dev.penstock.cbor.Decoded;
import dev.penstock.testkit.tsa.KeyKind;
import dev.penstock.testkit.tsa.TestAuthority;
import dev.penstock.testkit.tsa.TestAuthority.Purpose;
import dev.penstock.testkit.tsa.TokenDraft;
import dev.penstock.timestamp.TimestampProof;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Time-stamps of every kind that the judges tell apart, good ones and others. */
final class StampProofs {
  private static final byte[] STATEMENT =
      "plant7.example/log\n42\nu3HWjFXfVjnqiN5XrZVs4QbkEdQ4SfdMGmVtYPMKQ3E=\n"
          .getBytes(StandardCharsets.UTF_8);
  private static final Instant MADE = Instant.parse("2026-03-03T10:00:05.250Z");
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  private final List<Proof> proofs = new ArrayList<>();
  private final TestAuthority root;
  private final TestAuthority middle;
  private final TestAuthority tsa;

  private StampProofs() throws Exception {
    root = TestAuthority.root("C=XX,O=Häuser  AG,CN=Root", KeyKind.RSA_2048);
    middle = root.below("C=XX,O=Häuser  AG,CN=Middle", KeyKind.P_384);
    tsa = middle.tsa("C=XX,O=Häuser  AG,CN=Clock 1", KeyKind.P_256);
  }

  static List<Proof> all() throws Exception {
    var made = new StampProofs();
    made.keys();
    made.names();
    made.purposes();
    made.times();
    made.outlived();
    made.revoked();
    made.answers();
    made.renewals(0);
    made.renewals(3);
    return made.proofs;
  }

  /** Ways among authorities that all certify each other, more of them than anybody can walk. */
  static List<Proof> mazes() throws Exception {
    var made = new StampProofs();
    made.maze(4);
    made.maze(7);
    return made.proofs;
  }

  private static Token token(byte[] der) {
    if (Token.decode(der) instanceof Decoded.Value<Token>(var token)) {
      return token;
    }
    throw new IllegalStateException("a token that was just made does not decode");
  }

  private static TimestampProof proof(byte[] token, TestAuthority... with) {
    List<Encoded> certificates =
        Arrays.stream(with).map(one -> Encoded.of(one.certificate())).toList();
    return TimestampProof.of(token(token)).with(certificates, List.of(), List.of());
  }

  private static TimestampProof listed(TimestampProof proof, byte[] list) {
    return proof.with(List.of(), List.of(Encoded.of(list)), List.of());
  }

  private static TimestampProof answered(TimestampProof proof, byte[] answer) {
    return proof.with(List.of(), List.of(), List.of(Encoded.of(answer)));
  }

  private static String trust(TestAuthority... authorities) {
    var lines = new StringBuilder();
    for (TestAuthority each : authorities) {
      var _ =
          lines
              .append("tsa-certificate ")
              .append(Base64.getEncoder().encodeToString(each.certificate()))
              .append('\n');
    }
    return lines.toString();
  }

  private void put(String name, TimestampProof proof, String trust, Instant now) {
    long at = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    proofs.add(Proof.stamp(name, proof.encode(), STATEMENT, trust, at));
  }

  private void put(String name, TimestampProof proof) {
    put(name, proof, trust(root), NOW);
  }

  private void keys() throws Exception {
    for (KeyKind kind : KeyKind.values()) {
      TestAuthority own = TestAuthority.root("CN=R " + kind, kind);
      TestAuthority clock = own.tsa("CN=C " + kind, kind);
      TokenDraft draft = TokenDraft.by(clock).about(STATEMENT, TokenDraft.SHA_512).namingIssuer();
      put("key " + kind, proof(draft.make()), trust(own), NOW);
      put("old form, " + kind, proof(draft.oldForm().make()), trust(own), NOW);
    }
    for (String digest : List.of(TokenDraft.SHA_1, TokenDraft.SHA_256, TokenDraft.SHA_384)) {
      put("by " + digest, proof(TokenDraft.by(tsa).about(STATEMENT, digest).make(), middle));
    }
  }

  private void names() throws Exception {
    TestAuthority twin = middle.tsa("C=XX,O=Häuser  AG,CN=Clock 2", KeyKind.P_256);
    TokenDraft draft = TokenDraft.by(tsa).about(STATEMENT);
    put("naming itself", proof(draft.authority(tsa).make(), middle));
    put("naming another", proof(draft.authority(twin).make(), middle));
    TokenDraft posing = TokenDraft.by(tsa).about(STATEMENT).naming(twin).with(tsa, twin);
    put("attributes of another", proof(posing.make(), middle));
    byte[] whole = TokenDraft.by(tsa).about(STATEMENT).with(twin, tsa, middle, root).make();
    put("with others inside", proof(whole));
    put("nobody", proof(whole), "# nobody\n", NOW);
    put("trusted itself", proof(whole), trust(tsa), NOW);
    put("trusted in the middle", proof(whole), trust(middle), NOW);
    put("two roots", proof(whole), trust(twin, root), NOW);
    put("without the way", proof(TokenDraft.by(tsa).about(STATEMENT).make()));
    put("without its own", proof(TokenDraft.by(tsa).about(STATEMENT).with().make(), middle));
    put("of other bytes", proof(TokenDraft.by(tsa).about(new byte[] {1}).make(), middle));
    TestAuthority third = middle.below("CN=Third", KeyKind.P_256);
    TestAuthority deep = third.tsa("CN=Deep clock", KeyKind.P_521);
    put("too long a path", proof(TokenDraft.by(deep).about(STATEMENT).make(), third, middle));
    TestAuthority fake = tsa.tsa("CN=Fake", KeyKind.P_256);
    put("no authority", proof(TokenDraft.by(fake).about(STATEMENT).make(), tsa, middle));
  }

  private void purposes() throws Exception {
    for (Purpose purpose : Purpose.values()) {
      TestAuthority other =
          root.tsa("CN=Other", KeyKind.P_256, TestAuthority.FROM, TestAuthority.TO, purpose);
      put("purpose " + purpose, proof(TokenDraft.by(other).about(STATEMENT).make()));
    }
    byte[] made = TokenDraft.by(tsa).about(STATEMENT).make();
    put("no such policy", proof(made, middle), trust(root) + "tsa-policy 1.2.3\n", NOW);
    String both = trust(root) + "tsa-policy 1.2.3\ntsa-policy " + TokenDraft.POLICY + "\n";
    put("policies", proof(made, middle), both, NOW);
  }

  private void times() throws Exception {
    TimestampProof whole = proof(TokenDraft.by(tsa).about(STATEMENT).at(MADE).make(), middle);
    put("in the future", whole, trust(root), MADE.minusMillis(501));
    put("as accurate as it says", whole, trust(root), MADE.minusMillis(500));
    byte[] plain = TokenDraft.by(tsa).about(STATEMENT).at(MADE).withoutAccuracy().make();
    put("no accuracy, in the future", proof(plain, middle), trust(root), MADE.minusMillis(1));
    put("no accuracy", proof(plain, middle), trust(root), MADE);
    TestAuthority later =
        root.tsa(
            "CN=Later",
            KeyKind.P_256,
            MADE.plusSeconds(10),
            TestAuthority.TO,
            Purpose.TIMESTAMPING);
    put("before its clock", proof(TokenDraft.by(later).about(STATEMENT).at(MADE).make()));
  }

  private TestAuthority shortLived() throws Exception {
    return root.tsa(
        "CN=Short",
        KeyKind.P_256,
        MADE.minusSeconds(86_400),
        MADE.plusSeconds(86_400),
        Purpose.TIMESTAMPING);
  }

  private void outlived() throws Exception {
    TestAuthority clock = shortLived();
    TimestampProof bare = proof(TokenDraft.by(clock).about(STATEMENT).at(MADE).make());
    String allowed = trust(root) + "tsa-expired-ok\n";
    put("in its last second", bare, trust(root), MADE.plusSeconds(86_400));
    put("a second later", bare, trust(root), MADE.plusSeconds(86_401));
    put("outlived", bare, allowed, NOW);
    byte[] answer = root.ocsp(clock, root, MADE.plusSeconds(60), -1);
    put("outlived, answered", answered(bare, answer), allowed, NOW);
    put("outlived, answered, not allowed", answered(bare, answer), trust(root), NOW);
    for (long offset : new long[] {-80_000, -60, 90_000}) {
      Instant at = MADE.plusSeconds(offset);
      byte[] list = root.crl(at, at.plusSeconds(600), Map.of(), MADE);
      put("outlived, list of " + offset, listed(bare, list), allowed, NOW);
    }
  }

  private void revoked() throws Exception {
    TimestampProof whole = proof(TokenDraft.by(tsa).about(STATEMENT).at(MADE).make(), middle);
    for (int reason : new int[] {-1, 0, 1, 2, 3, 4, 5, 6, 9}) {
      for (long offset : new long[] {-60, 60}) {
        Instant since = MADE.plusSeconds(offset);
        byte[] list = middle.crl(since, since.plusSeconds(600), Map.of(tsa, reason), since);
        put("revoked " + reason + " " + offset, listed(whole, list));
      }
    }
    byte[] foreign = root.crl(MADE, NOW, Map.of(tsa, 1), MADE.minusSeconds(60));
    put("revoked by another", listed(whole, foreign));
    byte[] above = root.crl(MADE, NOW, Map.of(middle, 1), MADE.minusSeconds(60));
    put("its authority revoked", listed(whole, above));
    Encoded junk = Encoded.of(new byte[] {0x30, 0x01, 0x00});
    put("junk beside it", whole.with(List.of(junk), List.of(junk), List.of(junk)));
  }

  private void answers() throws Exception {
    TimestampProof whole = proof(TokenDraft.by(tsa).about(STATEMENT).at(MADE).make(), middle);
    TestAuthority responder =
        middle.tsa("CN=OCSP", KeyKind.P_256, TestAuthority.FROM, TestAuthority.TO, Purpose.OCSP);
    TestAuthority foreign =
        root.tsa("CN=Not OCSP", KeyKind.P_256, TestAuthority.FROM, TestAuthority.TO, Purpose.OCSP);
    TestAuthority unnamed = middle.tsa("CN=Clock 3", KeyKind.P_256);
    for (TestAuthority by : List.of(middle, responder, foreign, unnamed)) {
      for (int reason : new int[] {-1, 1, 4}) {
        byte[] answer = middle.ocsp(tsa, by, MADE.minusSeconds(5), reason);
        put("answer " + reason + " of " + by.holder().getSubject(), answered(whole, answer));
      }
    }
    byte[] good = middle.ocsp(tsa, middle, MADE, -1);
    byte[] list = middle.crl(MADE, NOW, Map.of(tsa, 1), MADE.minusSeconds(5));
    put("answer and list", listed(answered(whole, good), list));
  }

  private void renewals(int segments) throws Exception {
    List<DigestAlgorithm> digests =
        List.of(
            DigestAlgorithm.SHA_256,
            DigestAlgorithm.SHA_256,
            DigestAlgorithm.SHA_512,
            DigestAlgorithm.SHA_512,
            DigestAlgorithm.SHA_384);
    List<Encoded> group = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      group.add(Encoded.of(DigestAlgorithm.SHA_512.digest(new byte[] {(byte) i})));
    }
    TimestampProof proof = null;
    for (int i = 0; i < digests.size(); i++) {
      Instant from = MADE.plus(YEAR.multipliedBy(i));
      TestAuthority clock =
          root.tsa(
              "CN=Clock " + i,
              KeyKind.P_256,
              from.minusSeconds(60),
              from.plus(YEAR.multipliedBy(2)),
              Purpose.TIMESTAMPING);
      DigestAlgorithm digest = digests.get(i);
      byte[] imprint =
          proof == null
              ? TimestampProof.imprint(STATEMENT, group, digest)
              : proof.imprintOfRenewal(STATEMENT, digest);
      Token made = token(TokenDraft.by(clock).imprint(imprint, digest.oid()).at(from).make());
      if (proof != null) {
        proof = proof.renewed(STATEMENT, made);
      } else if (segments == 0) {
        proof = TimestampProof.of(made);
      } else {
        byte[] plain = TokenDraft.by(clock).about(STATEMENT).at(from).make();
        proof = TimestampProof.of(token(plain), STATEMENT, group, made);
      }
      String name = i + " renewals, " + segments + " segments";
      put(name, proof, trust(root), from.plus(YEAR));
      put(name + ", late", proof, trust(root), from.plus(YEAR.multipliedBy(3)));
      put(name + ", early", proof, trust(root), from.minusSeconds(20));
    }
  }

  private void maze(int size) throws Exception {
    List<TestAuthority> loop = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      loop.add(TestAuthority.root("CN=Loop", KeyKind.P_256));
    }
    List<TestAuthority> crossed = new ArrayList<>();
    for (TestAuthority each : loop) {
      for (TestAuthority other : loop) {
        if (other != each) {
          crossed.add(each.certifying(other));
        }
      }
    }
    TestAuthority clock = loop.getFirst().tsa("CN=Lost", KeyKind.P_256);
    byte[] made = TokenDraft.by(clock).about(STATEMENT).make();
    TimestampProof maze = proof(made, crossed.toArray(TestAuthority[]::new));
    put("maze of " + size, maze);
    put("maze with a way out", maze, trust(loop.getLast()), NOW);
  }
}
