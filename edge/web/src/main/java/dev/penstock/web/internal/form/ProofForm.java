package dev.penstock.web.internal.form;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.query.RecordProof.Proven;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.TlogProof;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The proof of a record: for people and programs as JSON, and the part of it that C2SP has a form
 * for, the block's place in the log, in that form. Nothing is handed out that does not hold.
 */
public final class ProofForm {
  private ProofForm() {}

  /** What came of checking a proof before it leaves. */
  public sealed interface Check {
    /**
     * It holds: the record is in the block, the block in the log, under this checkpoint. Whether
     * the checkpoint's signature is one to trust is for whoever receives it.
     */
    record Holds(BlockHeader header) implements Check {}

    /** It does not; this is what is wrong. */
    record Broken(String why) implements Check {}
  }

  /** Checks a proof as its receiver will, down to the root in the checkpoint. */
  public static Check check(Proven proof) {
    Checkpoint checkpoint = proof.checkpoint().checkpoint();
    if (!proof.checkpoint().note().text().equals(checkpoint.text())) {
      return new Check.Broken("the note is not that of its checkpoint");
    }
    if (proof.inclusion().size() != checkpoint.size()
        || proof.inclusion().index() != proof.place().entry()
        || proof.disclosure().start() != proof.place().record()
        || proof.disclosure().records().size() != 1) {
      return new Check.Broken("the proof is about another place than was asked for");
    }
    var hasher = new TreeHasher();
    byte[] leaf = proof.header().bytes();
    if (new ProofChecker(hasher).inclusion(proof.inclusion(), hasher.leaf(leaf), checkpoint.root())
        instanceof ProofCheck.Rejected(var flaw)) {
      return new Check.Broken("the block is not shown to be in the log: " + flaw);
    }
    if (!(Block.decode(leaf) instanceof Decoded.Value<Block>(var block))) {
      return new Check.Broken("the header is no block");
    }
    return switch (proof.disclosure().check(block.header(), new SaltedTree())) {
      case ProofCheck.Rejected(var flaw) ->
          new Check.Broken("the record is not shown to be in the block: " + flaw);
      case ProofCheck.Verified _ -> new Check.Holds(block.header());
    };
  }

  /** The fields of the answer. */
  public static void write(JsonWriter json, Proven proof, BlockHeader header, long verified) {
    json.text("place", proof.place().toString());
    json.whole("entry", proof.place().entry());
    json.number("record", proof.place().record());
    RecordForm.time(json, "verified", verified);
    header(json, proof.header(), header);
    json.object("disclosure");
    json.whole("start", proof.disclosure().start());
    json.whole("count", (long) header.count());
    json.array("salts");
    proof.disclosure().salts().forEach(salt -> json.text(base64(salt.bytes())));
    json.end();
    json.array("records");
    proof.disclosure().records().forEach(record -> json.text(base64(record.bytes())));
    json.end();
    path(json, proof.disclosure().path());
    json.end();
    json.object("inclusion");
    json.whole("index", proof.inclusion().index());
    json.whole("size", proof.inclusion().size());
    path(json, proof.inclusion().path());
    json.end();
    Checkpoint checkpoint = proof.checkpoint().checkpoint();
    json.object("checkpoint");
    json.text("origin", checkpoint.origin());
    json.whole("size", checkpoint.size());
    json.text("root", base64(checkpoint.root().bytes()));
    json.text("published", Times.text(proof.checkpoint().time()));
    json.text("note", new String(proof.checkpoint().note().encode(), StandardCharsets.UTF_8));
    json.end();
    json.text("tlogProof", new String(tlog(proof), StandardCharsets.UTF_8));
  }

  /** That the block is an entry of the log, C2SP tlog-proof. */
  public static byte[] tlog(Proven proof) {
    return TlogProof.of(
            proof.inclusion().index(), proof.inclusion().path(), proof.checkpoint().note())
        .encode();
  }

  private static void header(JsonWriter json, ByteString cose, BlockHeader header) {
    json.object("header");
    json.base64("cose", cose);
    json.text("origin", header.origin());
    json.text("chain", header.chain().toString());
    json.whole("boot", header.boot());
    json.whole("seq", header.seq());
    json.whole("first", header.first());
    json.number("count", header.count());
    json.text("previous", header.previous().toString());
    RecordForm.time(json, "wall", header.wall());
    json.number("clockQuality", header.clockQuality());
    json.number("flags", header.flags());
    json.text("root", header.root().toString());
    json.end();
  }

  private static void path(JsonWriter json, HashPath path) {
    json.array("path");
    for (int i = 0; i < path.count(); i++) {
      json.text(base64(path.hash(i).bytes()));
    }
    json.end();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
