package dev.penstock.evidence.block;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.evidence.chain.BlockChecker;
import dev.penstock.evidence.chain.Checked;
import dev.penstock.evidence.chain.KeyBook;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.InclusionProof;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds our blocks against docs/formats/vectors/block, made by a second implementation. */
class BlockVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Vectors.root().resolve("docs/formats/vectors/block");
  private static final Cddl GRAMMAR = grammar();

  private static Cddl grammar() {
    try {
      return Cddl.read(Vectors.root().resolve("docs/formats/block.cddl"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode read(String file) throws IOException {
    return JSON.readTree(FOLDER.resolve(file).toFile());
  }

  static List<String> blocks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9]+-.*\\.json"))
          .sorted()
          .toList();
    }
  }

  private static byte[] hex(JsonNode node) {
    return HexFormat.of().parseHex(node.asText());
  }

  private static Digest digest(JsonNode node) {
    return Digest.of(hex(node));
  }

  private static Map<String, VerificationKey> keys() throws IOException {
    var keys = new TreeMap<String, VerificationKey>();
    for (JsonNode key : read("keys.json")) {
      SignatureAlgorithm algorithm =
          switch (key.get("alg").asInt()) {
            case -8 -> SignatureAlgorithm.ED25519;
            case -7 -> SignatureAlgorithm.ECDSA_P256;
            default -> SignatureAlgorithm.ML_DSA_44;
          };
      var parsed = VerificationKey.of(algorithm, hex(key.get("publicRaw")));
      assertThat(CoseKey.encode(parsed)).isEqualTo(hex(key.get("coseKey")));
      assertThat(Block.kidOf(parsed)).isEqualTo(digest(key.get("kid")));
      keys.put(key.get("name").asText(), parsed);
    }
    return keys;
  }

  private static Signer signer(String name) throws Exception {
    for (JsonNode key : read("keys.json")) {
      if (key.get("name").asText().equals(name)) {
        return new JdkSignatures().signer(keys().get(name), hex(key.get("privateSeed")));
      }
    }
    throw new AssertionError(name);
  }

  private static Block decoded(byte[] bytes) {
    return switch (Block.decode(bytes)) {
      case Decoded.Value<Block>(var block) -> block;
      case Decoded.Refused<Block>(var refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void theBlockDecodesToItsFieldsAndVerifies(String file) throws IOException {
    JsonNode vector = read(file);
    JsonNode fields = vector.get("fields");
    Block block = decoded(hex(vector.get("block")));
    BlockHeader header = block.header();
    assertThat(header.origin()).isEqualTo(fields.get("origin").asText());
    assertThat(header.chain().toString()).isEqualTo(fields.get("chain").asText());
    assertThat(header.boot()).isEqualTo(fields.get("boot").asLong());
    assertThat(header.seq()).isEqualTo(fields.get("seq").asLong());
    assertThat(header.first()).isEqualTo(fields.get("first").asLong());
    assertThat(header.count()).isEqualTo(fields.get("count").asInt());
    assertThat(header.previous()).isEqualTo(digest(fields.get("previous")));
    assertThat(header.start()).isEqualTo(fields.get("start").asLong());
    assertThat(header.end()).isEqualTo(fields.get("end").asLong());
    assertThat(String.valueOf(header.wall())).isEqualTo(fields.get("wall").asText());
    assertThat(header.clockQuality()).isEqualTo(fields.get("clockQuality").asInt());
    assertThat(String.valueOf(header.evidence())).isEqualTo(fields.get("evidence").asText());
    assertThat(String.valueOf(header.echo())).isEqualTo(fields.get("echo").asText());
    assertThat(header.flags()).isEqualTo(fields.get("flags").asInt());
    assertThat(header.root()).isEqualTo(digest(fields.get("root")));
    assertThat(header.sizeBytes()).isEqualTo(fields.get("bytes").asInt());
    assertThat(header.encode()).isEqualTo(hex(vector.get("payload")));
    assertThat(block.sigStructure()).isEqualTo(hex(vector.get("sigStructure")));
    assertThat(block.link()).isEqualTo(digest(vector.get("link")));
    assertThat(block.signature()).isEqualTo(hex(vector.get("signature")));
    assertThat(block.leaf()).isEqualTo(hex(vector.get("block")));
    JsonNode claims = vector.get("claims");
    assertThat(block.claims())
        .isEqualTo(
            claims.isNull() ? null : new Claims(claims.get(0).asText(), claims.get(1).asText()));
    VerificationKey key = keys().get(vector.get("signingKey").asText());
    assertThat(block.verify(new CoseVerifier(new JdkSignatures(), key)))
        .isEqualTo(CoseVerdict.VERIFIED);
    assertThat(GRAMMAR.fault("block-message", hex(vector.get("message")))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void ourTreeAndMessageAreTheSameBytes(String file) throws IOException {
    JsonNode vector = read(file);
    RecordBatch batch = batch(vector);
    var tree = new SaltedTree();
    byte[] key = vector.get("key").isNull() ? null : hex(vector.get("key"));
    if (key != null) {
      byte[] leaves = tree.leafHashes(key, batch);
      for (int i = 0; i < batch.count(); i++) {
        assertThat(tree.saltOf(key, i)).isEqualTo(hex(vector.get("salts").get(i)));
        assertThat(Digest.at(leaves, 32 * i)).isEqualTo(digest(vector.get("leafHashes").get(i)));
      }
      assertThat(tree.root(key, batch)).isEqualTo(digest(vector.get("fields").get("root")));
    }
    assertThat(BlockMessage.encode(hex(vector.get("block")), key, batch))
        .isEqualTo(hex(vector.get("message")));
    for (JsonNode record : vector.get("records")) {
      Decoded<LedgerRecord> ours = LedgerRecord.decode(hex(record));
      assertThat(ours).isInstanceOf(Decoded.Value.class);
      if (ours instanceof Decoded.Value<LedgerRecord>(var value)) {
        assertThat(value.encode()).isEqualTo(hex(record));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void ourBuilderMakesTheSameBlock(String file) throws Exception {
    JsonNode vector = read(file);
    JsonNode fields = vector.get("fields");
    String keyName = vector.get("signingKey").asText();
    boolean isReproducible = !keyName.equals("p256") && !keyName.equals("ml-dsa-44");
    if (!isReproducible || !vector.get("claims").isNull()) {
      // The builder makes no block of these: the signature is randomised. The decoder test above
      // has compared every byte that is signed.
      assertThat(decoded(hex(vector.get("block"))).header().encode())
          .isEqualTo(hex(vector.get("payload")));
      return;
    }
    int flags = fields.get("flags").asInt();
    var tip =
        new ChainTip(
            fields.get("origin").asText(),
            ChainId.of(hex(fields.get("chain"))),
            fields.get("seq").asLong(),
            fields.get("first").asLong(),
            digest(fields.get("previous")),
            fields.get("boot").asLong(),
            (flags & BlockFlag.BOOT.bit()) != 0,
            false);
    boolean isGroup = (flags & BlockFlag.GROUP.bit()) != 0;
    long start = fields.get("start").asLong();
    var builder = new BlockBuilder(tip, signer(keyName), SealingPace.DEFAULT, isGroup, start);
    BlockFlag announced = announced(flags);
    for (JsonNode record : vector.get("records")) {
      if (LedgerRecord.decode(hex(record)) instanceof Decoded.Value<LedgerRecord>(var value)) {
        if (announced == null) {
          assertThat(builder.add(value, start)).isTrue();
        } else {
          builder.announce(announced, value, start);
        }
      }
    }
    JsonNode wall = fields.get("wall");
    JsonNode evidence = fields.get("evidence");
    JsonNode echo = fields.get("echo");
    var closing =
        new Closing(
            fields.get("end").asLong(),
            wall.isNull() ? null : wall.asLong(),
            fields.get("clockQuality").asInt(),
            evidence.isNull() ? null : digest(evidence),
            echo.isNull() ? null : Challenge.of(hex(echo)));
    byte[] key = vector.get("key").isNull() ? null : hex(vector.get("key"));
    if ((flags & BlockFlag.SLEEP.bit()) != 0) {
      assertThat(builder.sealForSleep(closing, key).leaf()).isEqualTo(hex(vector.get("block")));
      assertThat(builder.tip().isAsleep()).isTrue();
      return;
    }
    SealedBlock sealed = builder.close(closing, key);
    assertThat(sealed.message()).isEqualTo(hex(vector.get("message")));
    assertThat(sealed.block().link()).isEqualTo(digest(vector.get("link")));
    assertThat(builder.tip().previous()).isEqualTo(digest(vector.get("link")));
  }

  private static BlockFlag announced(int flags) {
    for (BlockFlag flag :
        List.of(BlockFlag.KEY_CHANGE, BlockFlag.KEY_CONFIRM, BlockFlag.CHAIN_RESET)) {
      if ((flags & flag.bit()) != 0) {
        return flag;
      }
    }
    return null;
  }

  private static RecordBatch batch(JsonNode vector) {
    var batch = new RecordBatch();
    for (JsonNode record : vector.get("records")) {
      byte[] bytes = hex(record);
      assertThat(batch.addEncoded(0, bytes, 0, bytes.length)).isTrue();
    }
    return batch;
  }

  @Test
  void theRefusedMessagesAreRefusedForTheirReason() throws IOException {
    JsonNode first = read("01-first-heartbeat.json").get("fields");
    var trust = new KeyBook();
    var chain = ChainId.of(hex(first.get("chain")));
    keys()
        .forEach((name, key) ->
            trust.admit(key, first.get("origin").asText(), chain, name.equals("p256") ? 5 : 0));
    var checker = new BlockChecker(new JdkSignatures());
    var failures = new ArrayList<String>();
    for (JsonNode vector : read("refused.json")) {
      Checked checked = checker.check(hex(vector.get("message")), trust);
      String got =
          switch (checked) {
            case Checked.Valid _ -> "VALID";
            case Checked.Refused refused -> refused.reason().name();
          };
      if (!got.equals(vector.get("reason").asText())) {
        failures.add(vector.get("name").asText() + " gave " + checked);
      }
      if (vector.get("reason").asText().equals("MALFORMED")
          && GRAMMAR.fault("block-message", hex(vector.get("message"))).isEmpty()) {
        // Only what no grammar can say may pass it.
        assertThat(vector.get("name").asText())
            .isIn(
                "array length not shortest",
                "signature of 65 bytes",
                "end before start",
                "clock quality without wall",
                "both key flags",
                "a group chain that sleeps",
                "chain reset in block 1",
                "block 0 without BOOT",
                "block 0 with a previous link",
                "block 0 with first 5",
                "records said, bytes 0",
                "count 0 with bytes",
                "count 0 with another root",
                "first + count of 2^63");
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void theAckIsTheSameBytes() throws Exception {
    JsonNode vector = read("ack.json");
    JsonNode fields = vector.get("fields");
    var ack =
        new Ack(
            ChainId.of(hex(fields.get("chain"))),
            fields.get("seq").asLong(),
            digest(fields.get("link")),
            fields.get("leaf").asLong(),
            fields.get("counter").asLong(),
            Challenge.of(hex(fields.get("challenge"))));
    assertThat(ack.sign(signer("gateway"))).isEqualTo(hex(vector.get("ack")));
    assertThat(GRAMMAR.fault("ack", hex(vector.get("ack")))).isEmpty();
    assertThat(Ack.decode(hex(vector.get("ack")))).isInstanceOf(Decoded.Value.class);
    if (Ack.decode(hex(vector.get("ack"))) instanceof Decoded.Value<Ack.Received>(var received)) {
      assertThat(received.ack()).isEqualTo(ack);
      var verifier = new CoseVerifier(new JdkSignatures(), keys().get("gateway"));
      assertThat(received.verify(verifier)).isEqualTo(CoseVerdict.VERIFIED);
      var other = new CoseVerifier(new JdkSignatures(), keys().get("ed25519"));
      assertThat(received.verify(other)).isEqualTo(CoseVerdict.SIGNATURE_INVALID);
    }
  }

  @Test
  void theRefusedAcksAreNotWhatAMakerWaitsFor() throws IOException {
    JsonNode vector = read("refused-acks.json");
    VerificationKey gateway = keys().get(vector.get("signingKey").asText());
    var verifier = new CoseVerifier(new JdkSignatures(), gateway);
    for (JsonNode each : vector.get("cases")) {
      byte[] bytes = hex(each.get("ack"));
      String got = reason(vector, bytes, Block.kidOf(gateway), verifier);
      assertThat(got).as(each.get("name").asText()).isEqualTo(each.get("reason").asText());
    }
    assertThat(reason(vector, hex(read("ack.json").get("ack")), Block.kidOf(gateway), verifier))
        .isEqualTo("TAKEN");
  }

  /** The steps of block.md §8, in their order. */
  private static String reason(JsonNode kept, byte[] bytes, Digest kid, CoseVerifier verifier) {
    if (!(Ack.decode(bytes) instanceof Decoded.Value<Ack.Received>(var received))) {
      return "FORM";
    }
    if (!received.kid().equals(kid)) {
      return "KEY";
    }
    if (received.verify(verifier) != CoseVerdict.VERIFIED) {
      return "SIGNATURE";
    }
    Ack ack = received.ack();
    boolean isOfTheBlock =
        ack.chain().equals(ChainId.of(hex(kept.get("chain"))))
            && ack.seq() == kept.get("seq").asLong()
            && ack.link().equals(digest(kept.get("link")));
    if (!isOfTheBlock) {
      return "BLOCK";
    }
    return ack.counter() > kept.get("counterTaken").asLong() ? "TAKEN" : "COUNTER";
  }

  @Test
  void theDisclosedRecordsAreProved() throws IOException {
    JsonNode vector = read("disclosure.json");
    var tree = new SaltedTree();
    var checker = new ProofChecker(new TreeHasher());
    for (JsonNode shown : vector.get("shown")) {
      var hashes = new ArrayList<byte[]>();
      for (JsonNode hash : shown.get("path")) {
        hashes.add(hex(hash));
      }
      var proof =
          new InclusionProof(
              shown.get("index").asLong(),
              vector.get("count").asLong(),
              HashPath.decode(hashes).orElseThrow());
      Digest leaf = tree.leafHash(hex(shown.get("salt")), hex(shown.get("record")));
      assertThat(checker.inclusion(proof, leaf, digest(vector.get("root"))))
          .isEqualTo(new ProofCheck.Verified());
      Digest other = tree.leafHash(hex(shown.get("salt")), new byte[] {(byte) 0xf6});
      assertThat(checker.inclusion(proof, other, digest(vector.get("root"))))
          .isInstanceOf(ProofCheck.Rejected.class);
    }
    assertThat(ByteString.of(hex(vector.get("root"))).size()).isEqualTo(32);
  }
}
