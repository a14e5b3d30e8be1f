package dev.penstock.bundlecorpus;

import dev.penstock.cbor.Decoded;
import dev.penstock.testkit.tsa.KeyKind;
import dev.penstock.testkit.tsa.TestAuthority;
import dev.penstock.testkit.tsa.TokenDraft;
import dev.penstock.timestamp.TimestampProof;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Makes the time-stamps of the corpus, which stand in its resources because keys of authorities are
 * drawn by chance. To be run when the log of {@link Site} or the format changes; its argument is
 * the folder {@code stamps} of the resources.
 */
final class StampMaker {
  private static final Instant AT = Instant.parse("2026-03-03T10:00:40Z");

  private final Path folder;
  private final byte[] statement;

  private StampMaker(Path folder, byte[] statement) {
    this.folder = folder;
    this.statement = statement;
  }

  public static void main(String[] args) throws Exception {
    var site = new Site(10);
    byte[] statement =
        site.checkpoint(Draft.good(site).size).text().getBytes(StandardCharsets.UTF_8);
    var maker = new StampMaker(Files.createDirectories(Path.of(args[0])), statement);
    maker.make();
  }

  private void make() throws Exception {
    TestAuthority root = TestAuthority.root("CN=Example Root", KeyKind.P_256);
    TestAuthority middle = root.below("CN=Example Middle", KeyKind.P_384);
    TestAuthority tsa = middle.tsa("CN=Example Time", KeyKind.P_256);
    fingerprint("root", root);
    fingerprint("middle", middle);
    byte[] good = TokenDraft.by(tsa).about(statement).at(AT).make();
    put("good", good, middle, root);
    put("of-another-head", TokenDraft.by(tsa).about(new byte[] {1}).at(AT).make(), middle, root);
    put("without-the-way", good, root);
    put(
        "tomorrow",
        TokenDraft.by(tsa).about(statement).at(AT.plusSeconds(86_400)).make(),
        middle,
        root);
    put(
        "other-policy",
        TokenDraft.by(tsa).about(statement).at(AT).policy("1.3.6.1.4.1.99999.7").make(),
        middle,
        root);
    TestAuthority rsa = root.tsa("CN=Example RSA Time", KeyKind.RSA_2048);
    fingerprint("rsa", rsa);
    put("good-rsa", TokenDraft.by(rsa).about(statement).at(AT).make(), root);
    TestAuthority strange = TestAuthority.root("CN=Somebody", KeyKind.P_256);
    put(
        "of-a-stranger",
        TokenDraft.by(strange.tsa("CN=Another Time", KeyKind.P_256)).about(statement).at(AT).make(),
        strange);
    TestAuthority soon =
        root.tsa(
            "CN=Example Short Time",
            KeyKind.P_256,
            AT.minusSeconds(86_400),
            AT.plusSeconds(600),
            TestAuthority.Purpose.TIMESTAMPING);
    byte[] brief = TokenDraft.by(soon).about(statement).at(AT).make();
    put("outlived", brief, root);
    renewed(brief, root, tsa, middle);
    TestAuthority other =
        root.tsa(
            "CN=Example Web Server",
            KeyKind.P_256,
            TestAuthority.FROM,
            TestAuthority.TO,
            TestAuthority.Purpose.ANOTHER);
    put("by-a-web-server", TokenDraft.by(other).about(statement).at(AT).make(), root);
    byte[] list =
        root.crl(
            AT.minusSeconds(60), AT.plusSeconds(86_400), Map.of(rsa, 1), AT.minusSeconds(3_600));
    TimestampProof revoked =
        proof(TokenDraft.by(rsa).about(statement).at(AT).make(), root)
            .with(List.of(), List.of(Encoded.of(list)), List.of());
    write("revoked", revoked);
  }

  private void renewed(byte[] first, TestAuthority root, TestAuthority by, TestAuthority middle)
      throws Exception {
    TimestampProof proof = proof(first, root, middle);
    byte[] imprint = proof.imprintOfRenewal(statement, DigestAlgorithm.SHA_256);
    byte[] token =
        TokenDraft.by(by).imprint(imprint, TokenDraft.SHA_256).at(AT.plusSeconds(300)).make();
    write("renewed-before-it-was-outlived", proof.renewed(statement, token(token)));
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

  private void put(String name, byte[] token, TestAuthority... with) throws Exception {
    write(name, proof(token, with));
  }

  private void write(String name, TimestampProof proof) throws Exception {
    Path _ = Files.write(folder.resolve(name + ".cbor"), proof.encode());
  }

  private void fingerprint(String name, TestAuthority authority) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(authority.certificate());
    Path _ =
        Files.writeString(folder.resolve(name + ".txt"), HexFormat.of().formatHex(hash) + "\n");
  }
}
